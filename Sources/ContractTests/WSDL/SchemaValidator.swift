import CSchemaValidation
import SafeXML

/// Validates elements against the schemas of a description, by libxml2.
final class SchemaValidator: Sendable {
    /// An error of a schema or of an element that was validated.
    struct Problem: Sendable, Equatable {
        let line: Int
        let message: String
        var isWarning = false
    }

    private final class Collector {
        var problems: [Problem] = []
    }

    private nonisolated(unsafe) let schema: UnsafeMutableRawPointer
    private static let mostProblems = 50

    /// - Throws: ``SchemaErrors`` when the schemas cannot be used.
    init(_ documents: [SchemaDocument], adding wrappers: [Element] = []) throws(SchemaErrors) {
        let assembly = SchemaAssembly(documents, adding: wrappers)
        let collector = Collector()
        guard let compiled = Self.compile(assembly.sources, collector) else {
            throw SchemaErrors(problems: collector.problems.filter { !$0.isWarning })
        }
        schema = compiled
    }

    deinit { contract_schema_free(schema) }

    /// - Parameter path: indices of child elements from the root of the document.
    /// - Returns: nothing when the element is valid.
    func problems(at path: [Int], in document: XMLSource) -> [Problem] {
        let collector = Collector()
        let result = document.withNode(at: path) { node in
            contract_schema_validate(schema, node, Self.collect, Unmanaged.passUnretained(collector).toOpaque())
        }
        if let result, result != 0, collector.problems.isEmpty { return [Problem(line: 0, message: "the element is not valid")] }
        return collector.problems.filter { !$0.isWarning }
    }

    private static let collect: contract_report = { context, level, line, message in
        guard let context, let message else { return }
        let collector = Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue()
        guard collector.problems.count < mostProblems else { return }
        collector.problems.append(
            Problem(line: Int(line), message: String(cString: message).trimmingXMLSpace, isWarning: level <= 1))
    }

    private static func compile(_ sources: [(location: String, bytes: [UInt8])], _ collector: Collector) -> UnsafeMutableRawPointer? {
        // libxml2 reads the sources during the call only.
        let copies = sources.map { source in
            let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(source.bytes.count, 1), alignment: 1)
            bytes.copyBytes(from: source.bytes)
            let location = UnsafeMutableBufferPointer<CChar>.allocate(capacity: source.location.utf8.count + 1)
            _ = location.initialize(from: source.location.utf8CString)
            return (location: location, bytes: bytes, count: source.bytes.count)
        }
        defer {
            for copy in copies {
                copy.location.deallocate()
                copy.bytes.deallocate()
            }
        }
        let list = copies.map {
            contract_source(
                location: UnsafePointer($0.location.baseAddress), bytes: UnsafeRawPointer($0.bytes.baseAddress), count: $0.count)
        }
        return contract_schema_compile(list, list.count, collect, Unmanaged.passUnretained(collector).toOpaque())
    }
}

/// Why schemas cannot be used for validation.
struct SchemaErrors: Error, Sendable {
    let problems: [SchemaValidator.Problem]
}
