import GatewayHTTP
import ServiceModel
import Testing

/// The complete example of `soap.md` §4.
@Suite struct WSDLExampleTests {
    @Test func theDocumentEqualsTheExampleOfTheContract() throws {
        let expected = try Sample.read(Array(Self.example.replacing("N\"", with: Self.namespace + "\"").utf8))
        let found = try Sample.wsdl("integrationCustomerTokenServiceV1")
        #expect(found.plain == expected.plain)
    }

    @Test func theDocumentHasADeclarationAndIsIndented() throws {
        let rights = DocumentRights(Sample.services, of: .guest, in: Sample.store)
        let shown = try rights.wsdl(ServiceNames("integrationCustomerTokenServiceV1"))
        let text = String(decoding: WSDLDocument(of: shown, namespace: Self.namespace).rendered(), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.first == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        #expect(lines.dropFirst(2).first == "  <types>")
        #expect(lines.dropFirst(3).first == "    <xsd:schema targetNamespace=\"\(Self.namespace)\">")
        #expect(!text.contains("appinfo"))
    }

    private static let namespace = "https://gateway.example/soap/default?services=integrationCustomerTokenServiceV1"

    private static let example = """
        <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:tns="N" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
            xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
            name="MagentoWSDL" targetNamespace="N">
          <types><xsd:schema targetNamespace="N">
            <xsd:element name="GenericFault" type="tns:GenericFault"/>
            <xsd:complexType name="GenericFaultParameter"><xsd:sequence>
              <xsd:element name="key" minOccurs="1" maxOccurs="1" type="xsd:string"/>
              <xsd:element name="value" minOccurs="1" maxOccurs="1" type="xsd:string"/></xsd:sequence></xsd:complexType>
            <xsd:complexType name="ArrayOfGenericFaultParameter"><xsd:sequence>
              <xsd:element name="item" minOccurs="0" maxOccurs="unbounded" type="tns:GenericFaultParameter"/></xsd:sequence></xsd:complexType>
            <xsd:complexType name="WrappedError"><xsd:sequence>
              <xsd:element name="message" minOccurs="1" maxOccurs="1" type="xsd:string"/>
              <xsd:element name="parameters" type="tns:ArrayOfGenericFaultParameter" minOccurs="0"/></xsd:sequence></xsd:complexType>
            <xsd:complexType name="ArrayOfWrappedError"><xsd:sequence>
              <xsd:element name="item" minOccurs="0" maxOccurs="unbounded" type="tns:WrappedError"/></xsd:sequence></xsd:complexType>
            <xsd:complexType name="GenericFault"><xsd:sequence>
              <xsd:element name="Trace" minOccurs="0" maxOccurs="1" type="xsd:string"/>
              <xsd:element name="Parameters" type="tns:ArrayOfGenericFaultParameter" minOccurs="0"/>
              <xsd:element name="WrappedErrors" type="tns:ArrayOfWrappedError" minOccurs="0"/></xsd:sequence></xsd:complexType>
            <xsd:element name="integrationCustomerTokenServiceV1CreateCustomerAccessTokenRequest"
                type="tns:IntegrationCustomerTokenServiceV1CreateCustomerAccessTokenRequest"/>
            <xsd:complexType name="IntegrationCustomerTokenServiceV1CreateCustomerAccessTokenRequest"><xsd:sequence>
              <xsd:element name="username" minOccurs="1" maxOccurs="1" type="xsd:string"/>
              <xsd:element name="password" minOccurs="1" maxOccurs="1" type="xsd:string"/></xsd:sequence></xsd:complexType>
            <xsd:element name="integrationCustomerTokenServiceV1CreateCustomerAccessTokenResponse"
                type="tns:IntegrationCustomerTokenServiceV1CreateCustomerAccessTokenResponse"/>
            <xsd:complexType name="IntegrationCustomerTokenServiceV1CreateCustomerAccessTokenResponse"><xsd:sequence>
              <xsd:element name="result" minOccurs="1" maxOccurs="1" type="xsd:string"/></xsd:sequence></xsd:complexType>
          </xsd:schema></types>
          <message name="GenericFault"><part name="messageParameters" element="tns:GenericFault"/></message>
          <portType name="integrationCustomerTokenServiceV1PortType">
            <operation name="integrationCustomerTokenServiceV1CreateCustomerAccessToken">
              <input message="tns:integrationCustomerTokenServiceV1CreateCustomerAccessTokenRequest"/>
              <output message="tns:integrationCustomerTokenServiceV1CreateCustomerAccessTokenResponse"/>
              <fault name="GenericFault" message="tns:GenericFault"/></operation></portType>
          <binding name="integrationCustomerTokenServiceV1Binding" type="tns:integrationCustomerTokenServiceV1PortType">
            <soap12:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
            <operation name="integrationCustomerTokenServiceV1CreateCustomerAccessToken">
              <soap12:operation soapAction="integrationCustomerTokenServiceV1CreateCustomerAccessToken"/>
              <input><soap12:body use="literal"/></input>
              <output><soap12:body use="literal"/></output>
              <fault name="GenericFault"><soap12:fault name="GenericFault" use="literal"/></fault></operation></binding>
          <binding name="integrationCustomerTokenServiceV1Soap11Binding" type="tns:integrationCustomerTokenServiceV1PortType">
            <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
            <operation name="integrationCustomerTokenServiceV1CreateCustomerAccessToken">
              <soap:operation soapAction="integrationCustomerTokenServiceV1CreateCustomerAccessToken"/>
              <input><soap:body use="literal"/></input>
              <output><soap:body use="literal"/></output>
              <fault name="GenericFault"><soap:fault name="GenericFault" use="literal"/></fault></operation></binding>
          <service name="integrationCustomerTokenServiceV1Service">
            <port name="integrationCustomerTokenServiceV1Port" binding="tns:integrationCustomerTokenServiceV1Binding">
              <soap12:address location="N"/></port>
            <port name="integrationCustomerTokenServiceV1Soap11Port" binding="tns:integrationCustomerTokenServiceV1Soap11Binding">
              <soap:address location="N"/></port></service>
          <message name="integrationCustomerTokenServiceV1CreateCustomerAccessTokenRequest">
            <part name="messageParameters" element="tns:integrationCustomerTokenServiceV1CreateCustomerAccessTokenRequest"/></message>
          <message name="integrationCustomerTokenServiceV1CreateCustomerAccessTokenResponse">
            <part name="messageParameters" element="tns:integrationCustomerTokenServiceV1CreateCustomerAccessTokenResponse"/></message>
        </definitions>
        """
}
