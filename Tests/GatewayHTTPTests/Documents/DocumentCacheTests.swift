import GatewayHTTP
import ServiceModel
import Synchronization
import Testing

/// Entity tags, and the limits of what clients can make the gateway cache.
@Suite(.timeLimit(.minutes(5))) struct DocumentCacheTests {
    private func key(_ number: Int) -> DocumentCache.Key {
        .init(.wsdl(.both), store: "default", requested: ["a\(number)V1"], shown: [])
    }

    @Test func theEntityTagIsStrongAndAFunctionOfTheBytes() {
        let document = Document(Array("abc".utf8), mediaType: "text/plain")
        #expect(document.entityTag == "\"ba7816bf8f01cfea414140de5dae2223\"")
        #expect(Document(Array("abc".utf8), mediaType: "text/html").entityTag == document.entityTag)
        #expect(Document(Array("abd".utf8), mediaType: "text/plain").entityTag != document.entityTag)
    }

    @Test(arguments: [
        ("*", true), ("TAG", true), ("W/TAG", true), ("\"x\", TAG", true), (" \"x\" ,\tTAG \t", true), ("", false), (",", false),
        ("\"x\"", false), ("ba7816bf8f01cfea414140de5dae2223", false), ("w/TAG", false), ("TAGx", false),
    ]) func ifNoneMatchComparesWeakly(_ field: String, _ known: Bool) {
        let document = Document(Array("abc".utf8), mediaType: "text/plain")
        #expect(document.matches(ifNoneMatch: field.replacing("TAG", with: document.entityTag)) == known)
    }

    @Test func aDocumentIsRenderedOncePerKey() async {
        let cache = DocumentCache()
        let renderings = Mutex(0)
        for _ in 0..<3 {
            let document = await cache.document(key(1)) {
                renderings.withLock { $0 += 1 }
                return Document([1], mediaType: "a/b")
            }
            #expect(document.bytes == [1])
        }
        #expect(renderings.withLock { $0 } == 1)
    }

    @Test func variantsDoNotExceedTheCapacity() async {
        let cache = DocumentCache(capacity: 256)
        for number in 0..<999 { _ = await cache.document(key(number)) { Document([0], mediaType: "a/b") } }
        #expect(cache.count == 256)
    }

    @Test func theLeastRecentlyUsedDocumentIsEvicted() async {
        let cache = DocumentCache(capacity: 2)
        let renderings = Mutex<[Int]>([])
        for number in [1, 2, 1, 3, 1, 2] {
            _ = await cache.document(key(number)) {
                renderings.withLock { $0.append(number) }
                return Document([0], mediaType: "a/b")
            }
        }
        #expect(renderings.withLock { $0 } == [1, 2, 3, 2])
    }

    @Test func theTotalSizeIsBounded() async {
        let cache = DocumentCache(capacity: 256, byteLimit: 10)
        for number in 0..<9 { _ = await cache.document(key(number)) { Document([0, 0, 0, 0], mediaType: "a/b") } }
        #expect(cache.count == 2)
        let large = await cache.document(key(10)) { Document(Array(repeating: 0, count: 11), mediaType: "a/b") }
        #expect(large.bytes.count == 11)
        #expect(cache.count == 2)
    }

    @Test func concurrentReadersGetTheDocumentOfTheirKey() async {
        let cache = DocumentCache(capacity: 8)
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let wanted = UInt8(number % 20)
                    return await cache.document(key(number % 20)) { Document([wanted], mediaType: "a/b") }.bytes == [wanted]
                }
            }
            for await right in group { #expect(right) }
        }
        #expect(cache.count <= 8)
    }

    @Test func everyInputOfTheBytesIsPartOfTheKey() async throws {
        let cache = DocumentCache()
        let documents = GatewayDocuments(
            of: Sample.table, at: try Sample.baseURL(), title: DocumentTitle(version: "1.0"), cache: cache)
        let both = "integrationAdminTokenServiceV1,integrationCustomerTokenServiceV1"
        let reversed = "integrationCustomerTokenServiceV1,integrationAdminTokenServiceV1"
        let tags = [
            try await documents.wsdl(services: both, versions: .both, for: .guest, in: Sample.store),
            try await documents.wsdl(services: both, versions: .only11, for: .guest, in: Sample.store),
            try await documents.wsdl(services: both, versions: .only12, for: .guest, in: Sample.store),
            try await documents.wsdl(services: reversed, versions: .both, for: .guest, in: Sample.store),
            try await documents.wsdl(services: both, versions: .both, for: Sample.customer, in: Sample.store),
            try await documents.wsdl(services: both, versions: .both, for: .guest, in: Sample.adminStore),
            try await documents.wsdl(services: both + ",customerCustomerRepositoryV1", versions: .both, for: .guest, in: Sample.store),
            try await documents.swagger(services: both, for: .guest, in: Sample.store),
            try await documents.swagger(services: both, for: .guest, in: Sample.adminStore),
            try await documents.swagger(services: nil, for: .guest, in: Sample.store),
            await documents.openAPI(), await documents.page(),
        ].map(\.entityTag)
        #expect(Set(tags).count == tags.count)
        #expect(cache.count == tags.count)
        let repeated = try await documents.wsdl(services: both + "," + both, versions: .both, for: Sample.integration, in: Sample.store)
        #expect(repeated.entityTag == tags[0])
        #expect(try await documents.swagger(services: "all", for: .guest, in: Sample.store).entityTag == tags[9])
        #expect(cache.count == tags.count)
    }
}
