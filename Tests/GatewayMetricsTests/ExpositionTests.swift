import CoreMetrics
import Testing

@testable import GatewayMetrics

@Suite struct ExpositionTests {
    @Test func countersAndHistogramsAreWritten() async {
        let registry = MetricsRegistry(names: [MetricName("b_total", "Counts \\ and\nbreaks.")])
        let counter = Counter(label: "b_total", dimensions: [("z", "1"), ("a", "say \"x\\y\"\n")], factory: registry)
        counter.increment()
        counter.increment(by: 2)
        let timer = Timer(label: "a_seconds", factory: registry)
        timer.recordMilliseconds(1)
        timer.recordMilliseconds(30)
        timer.recordSeconds(20)
        let text = await Exposition.text(of: registry)
        let lines = text.split(separator: "\n")
        #expect(text.hasPrefix("# TYPE a_seconds histogram\na_seconds_bucket{le=\"0.0005\"} 0\na_seconds_bucket{le=\"0.001\"} 1\n"))
        #expect(lines.contains("a_seconds_bucket{le=\"0.05\"} 2"))
        #expect(lines.contains("a_seconds_bucket{le=\"10\"} 2"))
        #expect(lines.contains("a_seconds_bucket{le=\"+Inf\"} 3"))
        #expect(lines.contains("a_seconds_sum 20.031"))
        #expect(lines.contains("a_seconds_count 3"))
        #expect(
            text.hasSuffix(
                "# HELP b_total Counts \\\\ and\\nbreaks.\n# TYPE b_total counter\nb_total{a=\"say \\\"x\\\\y\\\"\\n\",z=\"1\"} 3\n"))
    }

    @Test func observedMetricsAreReadAtEachScrape() async {
        let registry = MetricsRegistry(names: [])
        registry.gauge(MetricName("g", "Asked.")) { [Sample(1.5, [("kind", "x")]), Sample(-2, [("kind", "y")])] }
        registry.counter(MetricName("c", "Asked, too.")) { [Sample(7)] }
        registry.gauge(MetricName("nothing", "Cannot be had.")) { [] }
        #expect(
            await Exposition.text(of: registry) == """
                # HELP c Asked, too.
                # TYPE c counter
                c 7
                # HELP g Asked.
                # TYPE g gauge
                g{kind="x"} 1.5
                g{kind="y"} -2
                # HELP nothing Cannot be had.
                # TYPE nothing gauge

                """)
    }
}

@Suite struct MetricsRegistryTests {
    @Test func oneInstrumentForANameAndItsLabels() async {
        let registry = MetricsRegistry(names: [])
        for order in [[("a", "1"), ("b", "2")], [("b", "2"), ("a", "1")]] {
            Counter(label: "c", dimensions: order, factory: registry).increment()
        }
        #expect(await Exposition.text(of: registry).hasSuffix("c{a=\"1\",b=\"2\"} 2\n"))
    }

    @Test func theNumberOfSeriesIsLimited() async {
        let registry = MetricsRegistry(names: [], seriesLimit: 3)
        for number in 0..<10 { Counter(label: "c", dimensions: [("n", "\(number)")], factory: registry).increment() }
        #expect(await Exposition.text(of: registry).split(separator: "\n").count == 1 + 3)
    }

    @Test func aNameHasOneKind() async {
        let registry = MetricsRegistry(names: [])
        Counter(label: "x", factory: registry).increment()
        Timer(label: "x", factory: registry).recordSeconds(1)
        #expect(await Exposition.text(of: registry) == "# TYPE x counter\nx 1\n")
    }

    @Test func gaugesGoUpAndDown() async {
        let registry = MetricsRegistry(names: [])
        let meter = Meter(label: "m", factory: registry)
        meter.set(5)
        meter.increment(by: 2.5)
        meter.decrement(by: 1)
        #expect(await Exposition.text(of: registry) == "# TYPE m gauge\nm 6.5\n")
    }

    @Test func concurrentIncrementsAreCounted() async {
        let registry = MetricsRegistry(names: [])
        await withDiscardingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    let (counter, timer) = (Counter(label: "c", factory: registry), Timer(label: "t", factory: registry))
                    for _ in 0..<1000 {
                        counter.increment()
                        timer.recordMilliseconds(1)
                    }
                }
            }
        }
        let text = await Exposition.text(of: registry)
        #expect(text.contains("c 8000\n"))
        #expect(text.contains("t_count 8000\n"))
    }
}
