/// All series of one name.
struct Family {
    enum Kind: String {
        case counter, gauge, histogram
    }

    enum Instrument {
        case counter(CounterInstrument)
        case gauge(GaugeInstrument)
        case histogram(HistogramInstrument)
    }

    let kind: Kind
    var series: [Labels: Instrument] = [:]
}

/// The labels of a series, sorted by name.
struct Labels: Hashable, Comparable {
    let pairs: [Pair]

    struct Pair: Hashable {
        let name: String
        let value: String
    }

    init(_ dimensions: [(String, String)]) {
        pairs = dimensions.map { Pair(name: $0, value: $1) }.sorted { $0.name < $1.name }
    }

    static func < (left: Labels, right: Labels) -> Bool {
        left.pairs.lexicographicallyPrecedes(right.pairs) { ($0.name, $0.value) < ($1.name, $1.value) }
    }
}
