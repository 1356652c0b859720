import Foundation
import Testing

/// Targets depend on what their files import, and on nothing else.
struct PackageManifestTests {
    private struct Target {
        let name: String
        let folder: URL
        let dependencies: Set<String>
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test func everyDependencyOfATargetIsImportedByOneOfItsFiles() throws {
        let targets = try Self.targets()
        #expect(targets.count > 20)
        for target in targets {
            let imports = try Self.imports(below: target.folder)
            // A target in C imports nothing; a dependency gives it the flags for the headers of a system library.
            if imports.isEmpty, target.name.hasPrefix("C") { continue }
            let unused = target.dependencies.subtracting(imports)
            #expect(unused.isEmpty, "\(target.name) does not import \(unused.sorted())")
        }
    }

    @Test func everyImportedModuleOfThePackageIsADependency() throws {
        let targets = try Self.targets()
        let modules = targets.reduce(into: Set<String>()) { $0.formUnion($1.dependencies) }
        for target in targets {
            let undeclared = try Self.imports(below: target.folder).intersection(modules).subtracting(target.dependencies)
            #expect(undeclared.isEmpty, "\(target.name) imports \(undeclared.sorted())")
        }
    }

    private static func targets() throws -> [Target] {
        let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        var products: [String: String] = [:]
        for match in manifest.matches(of: /let (\w+) = Target\.Dependency\.product\(name: "(\w+)"/) {
            products[String(match.1)] = String(match.2)
        }
        let pieces = manifest.split(separator: /\n        \.(?=\w*[tT]arget\()/)
        return pieces.dropFirst().compactMap { piece in
            guard let name = piece.firstMatch(of: /name: "(\w+)"/)?.1 else { return nil }
            let path = piece.firstMatch(of: /path: "([^"]+)"/).map { String($0.1) }
            let folder = path ?? (piece.hasPrefix("testTarget") ? "Tests/" : "Sources/") + name
            let list = piece.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.1 ?? ""
            let entries = list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }.filter { !$0.isEmpty }
            let dependencies = entries.map { $0.hasPrefix("\"") ? String($0.dropFirst().dropLast()) : products[$0] ?? $0 }
            return Target(name: String(name), folder: root.appending(path: folder), dependencies: Set(dependencies))
        }
    }

    private static func imports(below folder: URL) throws -> Set<String> {
        var modules: Set<String> = []
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        for file in files where file.pathExtension == "swift" {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                guard
                    let match = line.firstMatch(of: /^\s*(?:@\w+ |public |package |internal )*import (?:(?:struct|class|enum|func) )?(\w+)/)
                else { continue }
                modules.insert(String(match.1))
            }
        }
        return modules
    }
}
