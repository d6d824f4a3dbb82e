//! rsigma-eval as contenders of ./dev bench (see bench/programs/contenders.h): one thread, lines of
//! JSON in memory, every event routed by its log source, matches counted.
//!
//!     rsigma_peer NAME=PREFILTER:SOURCE:RULES:FILE…
//!
//! PREFILTER is `plain`, `bloom` or `automaton`, SOURCE is `aws` or `windows`.
use rsigma_eval::{Engine, JsonEvent};
use rsigma_parser::{LogSource, parse_sigma_yaml};
use std::collections::BTreeMap;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::{env, fs, io, time};

struct Contender {
    engine: Engine,
    source: LogSource,
    text: String,
}

fn rules_below(folder: &Path, found: &mut Vec<PathBuf>) {
    if !folder.is_dir() {
        return found.push(folder.to_path_buf());
    }
    for entry in fs::read_dir(folder).expect("a folder of rules") {
        rules_below(&entry.expect("an entry").path(), found);
    }
}

fn engine_of(prefilter: &str, folder: &str) -> Engine {
    let mut paths = Vec::new();
    rules_below(Path::new(folder), &mut paths);
    paths.retain(|path| path.extension().is_some_and(|end| end == "yml" || end == "yaml"));
    paths.sort();
    let mut rules = Vec::new();
    for path in paths {
        if let Ok(read) = parse_sigma_yaml(&fs::read_to_string(path).expect("a rule")) {
            rules.extend(read.rules);
        }
    }
    let mut engine = Engine::new();
    engine.add_rules(&rules);
    match prefilter {
        "plain" => {}
        "bloom" => engine.set_bloom_prefilter(true),
        "automaton" => engine.set_cross_rule_ac(true),
        other => panic!("there is no prefilter {other}"),
    }
    engine
}

fn source_of(name: &str) -> LogSource {
    let mut source = LogSource::default();
    match name {
        "aws" => {
            source.product = Some("aws".into());
            source.service = Some("cloudtrail".into());
        }
        "windows" => {
            source.product = Some("windows".into());
            source.category = Some("process_creation".into());
        }
        other => panic!("there is no source {other}"),
    }
    source
}

fn run(contender: &Contender) -> (u64, u64) {
    let (mut events, mut alerts) = (0, 0);
    for line in contender.text.lines() {
        let Ok(value) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let event = JsonEvent::borrow(&value);
        alerts += contender.engine.evaluate_with_logsource(&event, &contender.source).len() as u64;
        events += 1;
    }
    (events, alerts)
}

fn processor_seconds() -> f64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` may be written.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut now) };
    now.tv_sec as f64 + now.tv_nsec as f64 * 1e-9
}

fn main() {
    let contenders: BTreeMap<String, Contender> = env::args()
        .skip(1)
        .map(|argument| {
            let (name, description) = argument.split_once('=').expect("NAME=…");
            let parts: Vec<&str> = description.splitn(4, ':').collect();
            let contender = Contender {
                engine: engine_of(parts[0], parts[2]),
                source: source_of(parts[1]),
                text: fs::read_to_string(parts[3]).expect("a log"),
            };
            (name.to_string(), contender)
        })
        .collect();
    for name in io::stdin().lock().lines() {
        let contender = &contenders[&name.expect("a name")];
        let (processor, wall) = (processor_seconds(), time::Instant::now());
        let (events, alerts) = run(contender);
        println!(
            "{{\"cpu\":{},\"wall\":{},\"events\":{events},\"alerts\":{alerts},\"rules\":{}}}",
            processor_seconds() - processor,
            wall.elapsed().as_secs_f64(),
            contender.engine.rule_count()
        );
        io::stdout().flush().expect("standard output");
    }
}
