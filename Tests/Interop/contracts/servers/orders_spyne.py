"""A spyne server for SOAP 1.1 with lxml's validation; prints its port."""
import logging
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

from spyne import Application, ComplexModel, Date, Enum, Fault, Iterable, Integer32, ServiceBase, Unicode, rpc
from spyne.protocol.soap import Soap11
from spyne.server.wsgi import WsgiApplication

logging.disable(logging.CRITICAL)
NAMESPACE = "urn:example:spyne:orders"
Status = Enum("open", "paid", "shipped", type_name="Status")


class Order(ComplexModel):
    __namespace__ = NAMESPACE
    id = Integer32(min_occurs=1, nillable=False)
    status = Status(min_occurs=1, nillable=False)
    customer = Unicode(min_occurs=1, nillable=False)
    placed = Date(min_occurs=0)


def order(number: int) -> Order:
    import datetime

    return Order(id=number, status="paid", customer="Zo\u00eb <& S\u00f6hne>", placed=datetime.date(2024, 2, 29))


class Orders(ServiceBase):
    @rpc(Integer32(min_occurs=1, nillable=False, ge=1), _returns=Order)
    def getOrder(ctx, id):
        if id > 1_000_000:
            raise Fault("Client.NoSuchOrder", "There is no such order.")
        return order(id)

    @rpc(Status(min_occurs=1, nillable=False), Unicode(max_len=40, min_occurs=0), _returns=Iterable(Order))
    def findOrders(ctx, status, customer):
        return [order(1), order(2)]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


application = Application([Orders], NAMESPACE, name="Orders", in_protocol=Soap11(validator="lxml"), out_protocol=Soap11())
server = make_server("127.0.0.1", 0, WsgiApplication(application), handler_class=Quiet)
print(server.server_port, flush=True)
sys.stdout.close()
server.serve_forever()
