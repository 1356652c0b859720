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
