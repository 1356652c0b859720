import Foundation
import MagentoImport
import TokenCore

/// The file that names the rows which an import has left out: CSV (RFC 4180) with a header line, mode 0600. It has no values of a row
/// except those that identify it.
struct RejectedRowsFile {
    let path: String

    /// - Parameter path: `nil` for a new file in the current folder, named after the time.
    init(path: String?, at now: Timestamp) {
        let stamp = now.sqlDateTime.filter { !"-: ".contains($0) }
        self.path = path ?? "import-\(stamp)-left-out.csv"
    }

    /// Throws ``CommandError``, among others when the file exists.
    func write(_ report: ImportReport) throws {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CommandError("\(path) cannot be created: \(String(cString: strerror(errno)))") }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data("table,key,file,line,row,problem\r\n".utf8))
            for row in report.rejectedRows {
                let fields = [
                    row.table.rawValue, row.key ?? "", row.problem.file, row.problem.line.map(String.init) ?? "",
                    row.problem.row.map(String.init) ?? "", row.problem.text,
                ]
                try file.write(contentsOf: Data((fields.map(Self.field).joined(separator: ",") + "\r\n").utf8))
            }
        } catch {
            throw CommandError("\(path) cannot be written")
        }
    }

    private static func field(_ text: String) -> String {
        text.contains { "\",\r\n".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
