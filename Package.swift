// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioHPACK = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")

let package = Package(
    name: "token-gateway",
    products: [
        .executable(name: "token-gateway", targets: ["TokenGateway"]),
        .executable(name: "token-gateway-contract", targets: ["ContractCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-http2.git", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: ["FullFoundation"]),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),

        .target(name: "CHugePages", exclude: ["About.md"]),
        .target(name: "ServiceModel", exclude: ["About.md"], swiftSettings: strict),
        .target(name: "Cryptography", dependencies: ["COpenSSL", "CSodium"], exclude: ["About.md"], swiftSettings: strict),
        .target(
            name: "WebAuthn", dependencies: ["Cryptography"], exclude: ["About.md"], swiftSettings: strict),
        .target(
            name: "TokenCore", dependencies: ["ServiceModel", "WebAuthn", "CHugePages", "CSodium", "Cryptography"], exclude: ["About.md"],
            swiftSettings: strict),
        .target(name: "TokenServices", dependencies: ["ServiceModel", "TokenCore"], exclude: ["About.md"], swiftSettings: strict),
        .target(name: "SafeXML", dependencies: ["CLibXML2"], exclude: ["About.md"], swiftSettings: strict),
        .target(
            name: "GatewayHTTP",
            dependencies: [
                "ServiceModel", "TokenCore", "SafeXML", hummingbirdCore, logging, metrics,
                coreMetrics, "Cryptography",
                nioCore, nioPosix, nioHTTP1, nioTLS, nioSSL, nioHPACK, nioHTTP2, httpTypes, lifecycle,
            ], exclude: ["About.md"], swiftSettings: strict),
        .target(name: "HTTPExchange", dependencies: ["ServiceModel", "CCurl"], exclude: ["About.md"], swiftSettings: strict),
        .target(
            name: "OutboundHTTP", dependencies: ["ServiceModel", "TokenCore", "HTTPExchange"], exclude: ["About.md"], swiftSettings: strict),
        .target(name: "GatewayMetrics", dependencies: [coreMetrics], exclude: ["About.md"], swiftSettings: strict),
        .target(
            name: "SQLStore", dependencies: ["ServiceModel", "TokenCore", grdb, grdbSQLite], exclude: ["About.md"], swiftSettings: strict),
        .target(
            name: "GatewayMail", dependencies: ["ServiceModel", "TokenCore", "CCurl", mustache], exclude: ["About.md"],
            swiftSettings: strict),
        .target(
            name: "QRCode", dependencies: ["ServiceModel", "TokenCore", "CPNG", "CQREncode"], exclude: ["About.md"], swiftSettings: strict),
        .target(
            name: "MagentoImport", dependencies: ["ServiceModel", "TokenCore", "Cryptography"], exclude: ["About.md"], swiftSettings: strict
        ),
        .executableTarget(
            name: "TokenGateway",
            dependencies: [
                "MagentoImport", "ServiceModel", "TokenCore", "TokenServices", "GatewayHTTP", "GatewayMail", "GatewayMetrics",
                "HTTPExchange", "OutboundHTTP", "QRCode", "SQLStore", argumentParser, configuration, yams, lifecycle, logging, metrics,
            ],
            exclude: ["About.md"],
            swiftSettings: strict),

        // Shared by the tests; no product contains them.
        .target(
            name: "TestSupport", dependencies: ["ServiceModel", "TokenCore", "SQLStore", "WebAuthn", crypto, cryptoExtras],
            path: "Tests/Support/Core", swiftSettings: strict),
        .target(
            name: "GatewayTestSupport",
            dependencies: [
                "TestSupport", "GatewayHTTP", "SafeXML", "SQLStore", "ServiceModel", "TokenCore", "TokenServices", nioCore, nioPosix,

                logging, lifecycle,
            ],
            path: "Tests/Support/Gateway", swiftSettings: strict),

        // Tests servers from their WSDL. No other target may depend on these: documents of strangers are validated here.
        .target(name: "CSchemaValidation", dependencies: ["CLibXML2"], exclude: ["About.md"]),
        .target(
            name: "ContractTests",
            dependencies: [
                "CLibXML2", "CSchemaValidation", "Cryptography", "HTTPExchange", "SafeXML", "ServiceModel", nioCore, nioPosix, nioHTTP1,
                yams,
            ],
            exclude: ["About.md"], swiftSettings: strict),
        .executableTarget(
            name: "ContractCommand", dependencies: ["ContractTests", argumentParser], exclude: ["About.md"], swiftSettings: strict),

        .testTarget(name: "ServiceModelTests", dependencies: ["ServiceModel"], swiftSettings: strict),
        .testTarget(name: "QRCodeTests", dependencies: ["QRCode", "ServiceModel"], swiftSettings: strict),
        .testTarget(
            name: "ContractTestsTests", dependencies: ["ContractTests", "Cryptography", "HTTPExchange"], exclude: ["Fixtures"],
            swiftSettings: strict),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography", crypto], swiftSettings: strict),
        .testTarget(
            name: "WebAuthnTests", dependencies: ["TestSupport", "WebAuthn", crypto, cryptoExtras, x509, asn1], swiftSettings: strict),
        .testTarget(name: "SafeXMLTests", dependencies: ["SafeXML"], swiftSettings: strict),
        .testTarget(
            name: "TokenCoreTests", dependencies: ["ServiceModel", "TestSupport", "TokenCore", "SQLStore"], swiftSettings: strict),
        .testTarget(
            name: "TokenServicesTests", dependencies: ["ServiceModel", "TestSupport", "TokenCore", "TokenServices"], swiftSettings: strict),
        .testTarget(
            name: "SQLStoreTests", dependencies: ["TestSupport", "TokenCore", "SQLStore", grdb], swiftSettings: strict),
        .testTarget(
            name: "GatewayHTTPTests",
            dependencies: [
                "GatewayHTTP", "GatewayTestSupport", "ServiceModel", "TokenCore", "TokenServices", "SafeXML", nioCore, nioPosix, nioHTTP1,
                nioEmbedded, nioHPACK, httpTypes, logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "OutboundHTTPTests",
            dependencies: ["OutboundHTTP", "HTTPExchange", "ServiceModel", "TokenCore", nioCore, nioPosix, nioHTTP1], swiftSettings: strict),
        .testTarget(name: "HTTPExchangeTests", dependencies: ["HTTPExchange", "ServiceModel", nioCore, nioPosix], swiftSettings: strict),
        .testTarget(name: "GatewayMetricsTests", dependencies: ["GatewayMetrics", coreMetrics], swiftSettings: strict),
        .testTarget(name: "GatewayMailTests", dependencies: ["GatewayMail", "ServiceModel", "TokenCore"], swiftSettings: strict),
        .testTarget(
            name: "MagentoImportTests", dependencies: ["MagentoImport", "ServiceModel", "TestSupport", "TokenCore", "SQLStore"],
            swiftSettings: strict),
        .testTarget(
            name: "TokenGatewayTests",
            dependencies: ["TokenGateway", "ServiceModel", "TokenCore", "GatewayHTTP", "GatewayMail", argumentParser, lifecycle, logging],
            swiftSettings: strict),
    ]
)
