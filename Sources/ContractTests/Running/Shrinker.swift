/// Looks for the smallest message that breaks the same rule.
struct Shrinker: Sendable {
    /// Requests for one finding.
    private static let mostRequests = 24

    let generator: CaseGenerator
    /// Whether a case breaks the rule.
    let fails: @Sendable (TestCase) async -> Bool

    /// - Returns: a smaller case, or `nil` when there is none.
    func shrunk(_ test: TestCase) async -> TestCase? {
        guard let payload = test.payload else { return nil }
        var smallest = payload
        var left = Self.mostRequests
        var hasShrunk = true
        while hasShrunk, left > 0 {
            hasShrunk = false
            for candidate in Self.candidates(smallest) where left > 0 {
                // A valid message stays valid and a wrong one wrong, or another rule would be tested.
                guard generator.isValidMessage(candidate).map({ $0 == test.isValid }) ?? false else { continue }
                left -= 1
                if await fails(Self.replacing(test, candidate, generator)) {
                    smallest = candidate
                    hasShrunk = true
                    break
                }
            }
        }
        return smallest == payload ? nil : Self.replacing(test, smallest, generator)
    }

    /// Smaller messages, the smallest first: without one element, then with one text shortened.
    private static func candidates(_ payload: Payload) -> [Payload] {
        let paths = payload.paths.dropFirst().sorted { $0.count < $1.count }
        let removals = paths.map { path -> Payload in
            var smaller = payload
            smaller[path[...]] = nil
            return smaller
        }
        let shorter = paths.compactMap { path -> Payload? in
            guard let text = payload[path[...]]?.text, text.count > 1 else { return nil }
            var smaller = payload
            smaller[path[...]]?.text = String(text.prefix(text.count / 2))
            return smaller
        }
        return removals + shorter
    }

    private static func replacing(_ test: TestCase, _ payload: Payload, _ generator: CaseGenerator) -> TestCase {
        var smaller = test
        smaller.payload = payload
        smaller.body = generator.writer(test.operation, test.version).bytes([payload])
        return smaller
    }
}
