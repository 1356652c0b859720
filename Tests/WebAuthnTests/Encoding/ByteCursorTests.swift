import Testing

@testable import WebAuthn

@Suite struct ByteCursorTests {
    @Test func readBeyondTheEndReturnsNil() {
        var cursor = ByteCursor([9, 1, 2, 3].dropFirst())
        #expect(cursor.take(4) == nil)
        #expect(cursor.take(-1) == nil)
        #expect(cursor.takeNumber(UInt32.self) == nil)
        #expect(cursor.take(0) == [])
        #expect(cursor.takeNumber(UInt16.self) == 0x0102)
        #expect(cursor.take(1) == [3])
        #expect(cursor.take(1) == nil)
        #expect(cursor.rest.isEmpty)
    }
}
