import ArgumentParser

/// How a listing or a created object is printed.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print JSON instead of text.")
    var json = false
}

/// Where a password comes from.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Take the password from standard input (one line feed at the end is dropped) instead of asking for it.")
    var passwordStdin = false
}
