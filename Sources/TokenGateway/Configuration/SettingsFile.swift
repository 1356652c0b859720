import Configuration
import Yams

/// The configuration file: YAML, one mapping of settings to values. Anything else is refused with its line
/// (security.md B118).
struct SettingsFile {
    /// In bytes: a file is read as a whole before it is parsed.
    static let limit = 256 * 1024

    private(set) var texts: [ConfigurationSources.Assignment] = []
    private(set) var problems: [ConfigurationProblem] = []
    private let path: String

    init(path: String) {
        self.path = path
        do {
            let yaml = try TextFile.read(path, limit: Self.limit)
            do {
                try read(Yams.compose(yaml: yaml))
            } catch let error as YamlError {
                let (line, text) = Self.problem(error, in: yaml)
                refuse(line, text)
            } catch {
                refuse(nil, "\(error)")
            }
        } catch {
            problems += error.all
        }
    }

    private mutating func read(_ root: Node?) throws {
        guard let root, root.tag != Tag(.null) else { return }
        guard let mapping = root.mapping else { return refuse(root.mark?.line, "the file must be a mapping of settings to values") }
        for (key, value) in mapping {
            let line = key.mark?.line
            guard let name = key.string, let setting = ProgramSettings.named(name) else {
                refuse(line, "there is no setting \(InvalidValue.quoted(key.string ?? "that is no text"))")
                continue
            }
            guard let text = Self.text(of: value, setting.kind) else {
                refuse(value.mark?.line ?? line, "\(name) takes \(setting.kind.range)" + Self.hint(value, setting.kind))
                continue
            }
            if let problem = setting.problem(text) {
                refuse(value.mark?.line ?? line, problem)
            } else {
                texts.append((setting, text))
            }
        }
    }

    private mutating func refuse(_ line: Int?, _ text: String) {
        problems.append(ConfigurationProblem(place: line.map { "\(path):\($0)" } ?? path, text: text))
    }

    /// The value as one text; `nil` when YAML gives it another type than the setting has.
    private static func text(of value: Node, _ kind: ProgramSettingKind) -> String? {
        switch (kind, value) {
        case (.integer, .scalar(let scalar)): value.tag == Tag(.int) && scalar.style == .plain ? scalar.string : nil
        case (.text, .scalar(let scalar)), (.choice, .scalar(let scalar)): value.tag == Tag(.str) ? scalar.string : nil
        case (.list, .sequence(let members)):
            members.allSatisfy { $0.scalar != nil && $0.tag == Tag(.str) && $0.string?.contains(",") == false }
                ? members.compactMap(\.string).joined(separator: ",") : nil
        default: nil
        }
    }

    private static func hint(_ value: Node, _ kind: ProgramSettingKind) -> String {
        switch (kind, value) {
        case (_, .scalar) where value.tag == Tag(.null): "; it has no value here"
        case (.text, .scalar), (.choice, .scalar): "; put it in quotes"
        case (.integer, .scalar) where value.tag == Tag(.str): "; leave the quotes out"
        case (.list, .scalar): "; write it as [one, two]"
        case (.list, .sequence): " of texts"
        default: ""
        }
    }

    /// The problem that the parser reports, and its line.
    private static func problem(_ error: YamlError, in yaml: String) -> (line: Int?, text: String) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            (mark.line, problem)
        case .reader(let problem, let offset, _, _):
            (offset.map { yaml.prefix($0).count(where: \.isNewline) + 1 }, problem)
        case .duplicatedKeysInMapping(let names, let context):
            (context.mark.line, "there are several values for " + names.joined(separator: ", "))
        default: (nil, "this is not YAML")
        }
    }
}
