import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import javax.jws.WebMethod;
import javax.jws.WebParam;
import javax.jws.WebResult;
import javax.jws.WebService;
import javax.jws.soap.SOAPBinding;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.bind.annotation.XmlType;
import javax.xml.ws.BindingType;
import javax.xml.ws.Endpoint;
import com.sun.net.httpserver.HttpServer;

/** Two endpoints of the JAX-WS reference implementation, for SOAP 1.1 and SOAP 1.2; prints their port. */
public class Orders {
    @XmlType(name = "Order", propOrder = {"id", "customer"})
    public static class Order {
        @XmlElement(required = true) public int id;
        @XmlElement(required = true) public String customer;
    }

    @XmlType(name = "GetOrder", propOrder = {"id"})
    public static class GetOrder {
        @XmlElement(required = true) public int id;
    }

    @XmlType(name = "FindOrders", propOrder = {"customer"})
    public static class FindOrders {
        @XmlElement(required = true) public String customer;
    }

    @XmlType(name = "FoundOrders", propOrder = {"order"})
    public static class FoundOrders {
        public List<Order> order = new ArrayList<>();
    }

    // Bare parameters: Debian's package lacks the classes that make wrapper beans at run time.
    public static class Service {
        @WebMethod(action = "urn:example:java:orders:getOrder")
        @WebResult(name = "getOrderResponse", targetNamespace = "urn:example:java:orders")
        public Order getOrder(@WebParam(name = "getOrder", targetNamespace = "urn:example:java:orders") GetOrder request) {
            Order order = new Order();
            order.id = request == null ? 0 : request.id;
            order.customer = "Zo\u00eb <& S\u00f6hne>";
            return order;
        }

        @WebMethod(action = "urn:example:java:orders:findOrders")
        @WebResult(name = "findOrdersResponse", targetNamespace = "urn:example:java:orders")
        public FoundOrders findOrders(@WebParam(name = "findOrders", targetNamespace = "urn:example:java:orders") FindOrders request) {
            FoundOrders found = new FoundOrders();
            found.order.add(getOrder(new GetOrder()));
            return found;
        }
    }

    @WebService(name = "Orders", serviceName = "OrdersService", targetNamespace = "urn:example:java:orders")
    @SOAPBinding(parameterStyle = SOAPBinding.ParameterStyle.BARE)
    public static class Service11 extends Service {}

    @WebService(name = "Orders", serviceName = "OrdersService", targetNamespace = "urn:example:java:orders")
    @BindingType("http://java.sun.com/xml/ns/jaxws/2003/05/soap/bindings/HTTP/")
    @SOAPBinding(parameterStyle = SOAPBinding.ParameterStyle.BARE)
    public static class Service12 extends Service {}

    public static void main(String[] arguments) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(java.util.concurrent.Executors.newFixedThreadPool(2));
        Endpoint.create(new Service11()).publish(server.createContext("/orders11"));
        Endpoint.create(new Service12()).publish(server.createContext("/orders12"));
        server.start();
        System.out.println(server.getAddress().getPort());
        System.out.flush();
    }
}
