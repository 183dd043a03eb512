"""What readers of the Rust blog type into its search box, and the post they mean.

The posts are the Markdown files of the public Rust blog. Every expectation was
chosen by reading titles and texts, never by running a search and copying its first
hit, so that the table can disagree with the search. All words of a query stand in
the title or body of each post named, in some inflected form; front matter other than
the title (the author above all) is not counted. A second title means that a reader
would be served as well by either post. No title here occurs twice in the corpus.
"""

QUERIES: list[tuple[str, tuple[str, ...]]] = [
    # The language and its libraries
    ("non-lexical lifetimes", ("Non-lexical lifetimes (NLL) fully stable",)),
    ("const generics stabilized", ("Const generics MVP hits beta!", "Announcing Rust 1.51.0")),
    ("async await on stable", ("Async-await on stable Rust!",)),
    (
        "stabilizing generic associated types",
        (
            "Generic associated types to be stable in Rust 1.65",
            "The push for GATs stabilization",
        ),
    ),
    ("inline assembly nightly", ("New inline assembly syntax available in nightly",)),
    (
        "generator trait renamed coroutine",
        ("Generators are dead, long live coroutines, generators are back",),
    ),
    ("i128 alignment", ("Changes to `u128`/`i128` layout in 1.77 and 1.78",)),
    ("zero-cost abstractions traits", ("Abstraction without overhead: traits in Rust",)),
    ("calling C code from rust ffi", ("Rust Once, Run Everywhere",)),
    ('longjmp "plain old frames"', ("Rust & the case of the disappearing stack frames",)),
    ('"forward progress" miscompilation', ("Resolving Rust's forward progress guarantees",)),
    ('"lock poisoning"', ("Launching the Lock Poisoning Survey",)),
    ("fearless concurrency -firefox", ("Fearless Concurrency with Rust",)),
    ("procedural macros", ("Procedural Macros in Rust 2018",)),
    # The compiler and its targets
    ("transition to the new borrow chec", ("Completing the transition to the new borrow checker",)),
    ("mid-level intermediate representation", ("Introducing MIR",)),
    ("incremental compilation", ("Incremental Compilation",)),
    ("shape of error messages", ("Shape of errors to come",)),
    (
        "parallel compiler front end",
        ("Faster compilation with the parallel front-end in nightly",),
    ),
    ("exploring profile guided optimization", ("Exploring PGO for the Rust compiler",)),
    ("translating compiler diagnostics", ("Contribute to the diagnostic translation effort!",)),
    ("gccrs", ("gccrs: An alternative compiler for Rust",)),
    ("windows 7 minimum requirements", ("Updated baseline standards for Windows targets",)),
    ("wasip2 tier 2", ("The wasm32-wasip2 Target Has Reached Tier 2 Support",)),
    # Cargo, crates.io and the other tools
    ("committing cargo.lock", ("Change in Guidance on Committing Lockfiles",)),
    ("clean cargo cache", ("Cargo cache cleaning",)),
    (
        "testing sparse index protocol",
        ("Help test Cargo's new index protocol", "Call for testing: Cargo sparse-registry"),
    ),
    ("unexpected cfgs lint", ("Automatic checking of cfgs at compile-time",)),
    ("shields.io badge stopped working", ("A tale of broken badges and 23,000 features",)),
    ("migrate from rls to rust analyzer", ("RLS Deprecation",)),
    ("cross compiling with rustup", ("Taking Rust everywhere with rustup",)),
    ("docs.rs disk space outage", ("docs.rs outage postmortem",)),
    # Releases
    ("1.75 release", ("Announcing Rust 1.75.0",)),
    ("announcing rust 1.39", ("Announcing Rust 1.39.0",)),
    ("announcing rust 1.0", ("Announcing Rust 1.0",)),
    ("scoped threads 1.63", ("Announcing Rust 1.63.0",)),
    ("rustup 1.26", ("Announcing Rustup 1.26.0",)),
    ("call for proposals 2024 edit", ("A Call for Proposals for the Rust 2024 Edition",)),
    # Security
    (
        "cve std fs remove_dir_all",
        ("Security advisory for the standard library (CVE-2022-21658)",),
    ),
    ("bidirectional unicode vulnerability", ("Security advisory for rustc (CVE-2021-42574)",)),
    ("cve cargo ssh host key verification", ("Security advisory for Cargo (CVE-2022-46176)",)),
    ("CVE-2018-1000622", ("Security Advisory for rustdoc",)),
    ("malicious crates -rustdecimal", ("crates.io Postmortem: User Uploaded Malware",)),
    # People, governance and events
    ("survey 2020 results", ("Rust Survey 2020 Results",)),
    ("GSOC 2024 RESULTS", ("Google Summer of Code 2024 results",)),
    (
        "google summer of code 2024 -results -selected",
        ("Rust participates in Google Summer of Code 2024",),
    ),
    ("mozilla layoffs", ("Laying the foundation for Rust's future",)),
    ("foundation board election 2024", ("Electing New Project Directors 2024",)),
    ("rustconf keynote apology", ("On the RustConf keynote",)),
    ("rust roadmap 2019", ("Rust's 2019 roadmap",)),
    ("all hands cancelled thessaloniki", ("All Hands Retrospective",)),
    ("niko matsakis steps down compiler team", ("Changes to Rust compiler team",)),
    ("rustdoc team leaders", ("Changes to the Rustdoc team",)),
    ("yehuda katz steve klabn", ("Yehuda Katz and Steve Klabnik are joining the Rust Core Team",)),
    (
        "leo lanteri thauvin",
        ("Please welcome Boxy, Léo Lanteri Thauvin and the8472 to compiler-contributors",),
    ),
    ('"increasing rust\'s reach" 2018', ("Increasing Rust’s Reach 2018",)),
    ("moderation team resigned", ("In response to the moderation team resignation",)),
    ("core team florian gilcher joins", ("Core team membership changes",)),
    ("underhanded cont", ("Announcing the First Underhanded Rust Contest",)),
    ("2017 what rust achieved", ("Rust in 2017: what we achieved",)),
]
