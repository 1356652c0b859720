/// Reads a WSDL document and what it imports, each location once; a circle of imports ends by itself.
package struct DescriptionReader: Sendable {
    /// Documents of one description.
    private static let mostDocuments = 500

    private let source: DocumentSource

    package init(_ source: DocumentSource) {
        self.source = source
    }

    /// - Parameter location: a path or URL.
    /// - Throws: ``DescriptionError`` when the document is not there or is no WSDL 1.1.
    package func read(_ location: String) async throws(DescriptionError) -> ServiceDescription {
        let bytes: [UInt8]
        do throws(DocumentError) { bytes = try await source.read(location) } catch { throw .document(error) }
        return try await read(bytes, from: location)
    }

    package func read(_ bytes: [UInt8], from location: String) async throws(DescriptionError) -> ServiceDescription {
        let root: Element
        do throws(XMLSourceError) { root = try XMLSource(bytes).root } catch { throw .notXML(location, error) }
        guard root.isNamed(Namespace.wsdl, "definitions") else { throw .notWSDL(location, root.name) }
        var reading = Reading(source: source, mostDocuments: Self.mostDocuments, largest: source.largestDocument)
        reading.bytes = bytes.count
        reading.seen = [location]
        var description = ServiceDescription(location: location, root: root)
        description.name = root["name"]
        description.targetNamespace = root["targetNamespace"]
        await reading.definitions(root, at: location, into: &description)
        return description
    }
}

package enum DescriptionError: Error, CustomStringConvertible {
    case document(DocumentError)
    case notXML(String, XMLSourceError)
    case notWSDL(String, QName)

    package var description: String {
        switch self {
        case .document(let error): error.description
        case .notXML(let location, let error): "\(location): \(error)"
        case .notWSDL(let location, let name): "\(location): the root is \(name), not definitions of WSDL 1.1"
        }
    }
}

private struct Reading {
    let source: DocumentSource
    let mostDocuments: Int
    let largest: Int
    var seen: Set<String> = []
    var bytes = 0

    mutating func definitions(_ root: Element, at location: String, into description: inout ServiceDescription) async {
        let namespace = root["targetNamespace"]
        for element in root.children where element.name.namespace == Namespace.wsdl {
            let place = Place(document: location, line: element.line)
            switch element.name.local {
            case "import": await importDefinitions(element, place, into: &description)
            case "types":
                for (index, schema) in element.children(Namespace.schema, "schema").enumerated() {
                    await self.schema(
                        schema, at: location, id: "\(location)#types\(index)", including: nil, isInline: true, into: &description)
                }
            case "message": description.messages.append(.init(element, namespace, place))
            case "portType": description.portTypes.append(.init(element, namespace, place))
            case "binding": description.bindings.append(.init(element, namespace, place))
            case "service": description.services.append(.init(element, namespace, place))
            default: break
            }
        }
    }

    private mutating func importDefinitions(_ element: Element, _ place: Place, into description: inout ServiceDescription) async {
        let (root, location, failure) = await load(element["location"], from: place.document)
        description.imports.append(
            .init(
                namespace: element["namespace"], location: element["location"], place: place, failure: failure,
                isSchema: root?.isNamed(Namespace.schema, "schema") ?? false))
        guard let root else { return }
        if root.isNamed(Namespace.schema, "schema") {
            await schema(root, at: location, id: location, including: nil, isInline: false, into: &description)
        } else {
            await definitions(root, at: location, into: &description)
        }
    }

    private mutating func schema(
        _ root: Element, at location: String, id: String, including: String?, isInline: Bool, into description: inout ServiceDescription
    ) async {
        var document = SchemaDocument(
            location: id, root: root, targetNamespace: root["targetNamespace"] ?? including, isInline: isInline)
        let index = description.schemas.count
        description.schemas.append(document)
        for (position, element) in root.children.enumerated() where element.name.namespace == Namespace.schema {
            guard ["import", "include", "redefine"].contains(element.name.local), let written = element["schemaLocation"] else { continue }
            let isImport = element.name.local == "import"
            let place = Place(document: location, line: element.line)
            let (loaded, found, failure) = await load(written, from: location)
            description.imports.append(
                .init(namespace: element["namespace"], location: written, place: place, failure: failure, isSchema: true))
            if failure == nil { document.resolved[position] = found }
            guard let loaded else { continue }
            await schema(
                loaded, at: found, id: found, including: isImport ? nil : document.targetNamespace, isInline: false, into: &description)
        }
        description.schemas[index] = document
    }

    /// - Returns: no root and no failure when the location was read before, or none is given.
    private mutating func load(_ written: String?, from base: String) async -> (Element?, String, DocumentError?) {
        guard let written, !written.isEmpty else { return (nil, "", nil) }
        let location = DocumentSource.resolve(written, against: base)
        guard seen.insert(location).inserted else { return (nil, location, nil) }
        guard seen.count <= mostDocuments else { return (nil, location, DocumentError(location, "there are too many documents")) }
        do throws(DocumentError) {
            let loaded = try await source.readReferenced(location)
            bytes += loaded.count
            guard bytes <= largest else { throw DocumentError(location, "the documents have more than \(largest) bytes together") }
            let root: Element
            do throws(XMLSourceError) { root = try XMLSource(loaded).root } catch { throw DocumentError(location, error.description) }
            return (root, location, nil)
        } catch {
            return (nil, location, error)
        }
    }
}
