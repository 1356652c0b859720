import ServiceModel
import Testing

struct MessageTests {
    @Test func idsAreUnique() {
        #expect(Set(Message.all.map(\.id)).count == Message.all.count)
    }

    @Test func rawTemplatesGoOutUnfilled() {
        let fault = Fault(.inputRequired, [.init("fieldName", "password")])
        #expect(MessageTexts().text(of: fault) == "A value for \"%fieldName\" is missing.")
        #expect(fault.parameters.count == 1)
    }

    @Test func filledTemplatesHideTheirValuesElsewhere() {
        let fault = Fault(.inputType, ["x\u{0}y\nz", "int"].map { Fault.Argument(.text($0)) })
        #expect(MessageTexts().text(of: fault) == "\"xyz\" does not fit type int.")
        #expect(fault.parameters.isEmpty)
    }

    @Test func replacedTextsKeepTheirPlaceholders() {
        #expect(MessageTexts.problem(id: "input.required", text: "Fehlt: %fieldName") == nil)
        #expect(MessageTexts.problem(id: "input.required", text: "Something is missing") == nil)
        #expect(MessageTexts.problem(id: "input.required", text: "%value is missing") != nil)
        #expect(MessageTexts.problem(id: "input.requisite", text: "x") != nil)
        let texts = MessageTexts(replacing: ["input.type": "%2, not %1, 100%!"])
        #expect(texts.text(of: Fault(.inputType, [.init("a"), .init("int")])) == "int, not a, 100%!")
    }

    @Test func collectedFaults() {
        #expect(Fault.collected([])?.message == nil)
        #expect(Fault.collected([Fault(.authFailed)])?.message == .authFailed)
        #expect(Fault.collected([Fault(.authFailed), Fault(.authFailed)])?.message == .inputSeveral)
    }
}
