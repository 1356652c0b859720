/// A name with what it means, for whoever reads the metrics.
package struct MetricName: Sendable {
    package let text: String
    package let help: String

    package init(_ text: String, _ help: String) {
        self.text = text
        self.help = help
    }
}

/// One value that is asked for when the metrics are read.
package struct Sample: Sendable {
    package let labels: [(String, String)]
    package let value: Double

    package init(_ value: Double, _ labels: [(String, String)] = []) {
        self.labels = labels
        self.value = value
    }
}
