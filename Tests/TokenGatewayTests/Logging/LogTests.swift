import Foundation
import Logging
import Synchronization
import Testing

@testable import TokenGateway

@Suite(.timeLimit(.minutes(5))) struct LogTests {
    private func line(
        _ message: Logger.Message, _ metadata: Logger.Metadata = [:], json: Bool, provided: Logger.Metadata = [:]
    ) -> String {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "gate") { label in
            LineLogHandler(label: label, isJSON: json, now: { Date(timeIntervalSince1970: 1_700_000_000.25) }) { line in
                lines.withLock { $0.append(line) }
            }
        }
        logger[metadataKey: "request_id"] = "r1"
        logger.info(message, metadata: metadata)
        return lines.withLock { $0.joined() }
    }

    @Test func jsonLinesHaveSortedMetadata() {
        #expect(
            line("hello", ["b": ["x", ["y": "z"]], "a": "1", "n": .stringConvertible(7)], json: true)
                == #"{"time":"2023-11-14T22:13:20.250Z","level":"info","logger":"gate","message":"hello","#
                + #""metadata":{"a":"1","b":["x",{"y":"z"}],"n":7,"request_id":"r1"}}"# + "\n")
    }

    @Test func textLinesHaveSortedMetadata() {
        #expect(line("hello", ["a": "1"], json: false) == "2023-11-14T22:13:20.250Z info     hello a=1 request_id=r1\n")
    }

    /// No text from a client can end the line or send control characters to the terminal.
    @Test(arguments: [true, false])
    func clientTextCannotForgeALine(json: Bool) throws {
        let hostile = "x\n2023 error forged\r\u{1B}[2J\u{9B}1m\u{2028}\u{202E}\"}"
        let found = line("\(hostile)", ["name": "\(hostile)", "\(hostile)": "v", "list": ["\(hostile)"]], json: json)
        #expect(found.unicodeScalars.filter { $0.properties.generalCategory == .control }.count == 1)
        #expect(found.unicodeScalars.allSatisfy { $0.value != 0x2028 && $0.value != 0x202E })
        #expect(found.hasSuffix("\n"))
        if json {
            let object = try JSONSerialization.jsonObject(with: Data(found.utf8)) as? [String: Any]
            #expect((object?["message"] as? String)?.hasPrefix("x\\u{a}2023") == true)
        }
    }

    @Test func autoIsTextOnATerminal() {
        #expect(LogFormat.auto.isJSON(onTerminal: false) && !LogFormat.auto.isJSON(onTerminal: true))
        #expect(LogFormat.json.isJSON(onTerminal: true) && !LogFormat.text.isJSON(onTerminal: false))
    }

    @Test func linesArriveInOrder() throws {
        let pipe = Pipe()
        let sink = LogSink(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        for index in 0..<200 { sink.append("\(index)\n") }
        sink.flush()
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try #require(try pipe.fileHandleForReading.readToEnd()), as: UTF8.self)
        #expect(text == (0..<200).map { "\($0)\n" }.joined())
    }

    /// A reader that does not read blocks no writer; dropped lines are counted.
    @Test func aFullPipeDropsLines() throws {
        let pipe = Pipe()
        let sink = LogSink(descriptor: pipe.fileHandleForWriting.fileDescriptor, capacity: 1000)
        let long = String(repeating: "x", count: 99) + "\n"
        for _ in 0..<5000 { sink.append(long) }
        let reader = pipe.fileHandleForReading
        let text = Mutex("")
        let ended = DispatchSemaphore(value: 0)
        DispatchQueue.global().async {
            let all = (try? reader.readToEnd()).flatMap(\.self) ?? Data()
            text.withLock { $0 = String(decoding: all, as: UTF8.self) }
            ended.signal()
        }
        sink.flush(within: .seconds(10))
        try pipe.fileHandleForWriting.close()
        #expect(ended.wait(timeout: .now() + 10) == .success)
        let lines = text.withLock { $0.split(separator: "\n").map(String.init) }
        let dropped = lines.filter { $0.hasSuffix("log lines were dropped") }.compactMap { Int($0.prefix(while: \.isNumber)) }
        #expect(dropped.reduce(lines.count - dropped.count, +) == 5000)
        #expect(!dropped.isEmpty)
    }

    @Test func aClosedPipeEndsTheLogOnly() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        let sink = LogSink(descriptor: descriptor)
        try pipe.fileHandleForReading.close()
        sink.append("lost\n")
        sink.flush()
        // The same descriptor leads to a reader again: a log that has ended writes nothing to it.
        let later = Pipe()
        #expect(dup2(later.fileHandleForWriting.fileDescriptor, descriptor) == descriptor)
        try later.fileHandleForWriting.close()
        for _ in 0..<3 {
            sink.append("late\n")
            sink.flush()
        }
        try pipe.fileHandleForWriting.close()
        #expect(try later.fileHandleForReading.readToEnd() ?? Data() == Data())
    }
}
