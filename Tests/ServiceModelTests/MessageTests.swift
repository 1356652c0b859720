import Foundation
import ServiceModel
import Testing

struct MessageTests {
    /// The catalogue declares each message as a constant; `Message.all` is what operators can replace.
    @Test func everyDeclaredMessageIsListed() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        var declared: [String] = []
        let sources = FileManager.default.enumerator(at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
        for case let file as URL in sources ?? .init() where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            declared += text.matches(of: /static let `?\w+`? = Message\(\s*"([^"]+)"/).map { String($0.1) }
        }
        #expect(declared.count > 100)
        #expect(declared.sorted() == Message.all.map(\.id).sorted())
    }

    @Test func idsAreUnique() {
        #expect(Set(Message.all.map(\.id)).count == Message.all.count)
    }

    @Test func rawTemplatesAreSentUnfilled() {
        let fault = Fault(.inputRequired, [.init("fieldName", "password")])
        #expect(MessageTexts().text(of: fault) == "A value for \"%fieldName\" is missing.")
        #expect(fault.parameters.count == 1)
    }

    @Test func filledTemplatesSendNoSeparateValues() {
        let fault = Fault(.inputType, ["x\u{0}y\nz", "int"].map { Fault.Argument(.text($0)) })
        #expect(MessageTexts().text(of: fault) == "\"xyz\" does not fit type int.")
        #expect(fault.parameters.isEmpty)
    }

    @Test func replacementsUseOnlyKnownPlaceholders() {
        #expect(MessageTexts.problem(id: "input.required", text: "Fehlt: %fieldName") == nil)
        #expect(MessageTexts.problem(id: "input.required", text: "Something is missing") == nil)
        #expect(MessageTexts.problem(id: "input.required", text: "%value is missing") != nil)
        #expect(MessageTexts.problem(id: "input.requisite", text: "x") != nil)
        let texts = MessageTexts(replacing: ["input.type": "%2, not %1, 100%!"])
        #expect(texts.text(of: Fault(.inputType, [.init("a"), .init("int")])) == "int, not a, 100%!")
    }

    @Test func severalFaultsBecomeOne() {
        #expect(Fault.collected([])?.message == nil)
        #expect(Fault.collected([Fault(.authFailed)])?.message == .authFailed)
        #expect(Fault.collected([Fault(.authFailed), Fault(.authFailed)])?.message == .inputSeveral)
    }
}
