#include "runtime/program/print/print.h"

#include <fmt/format.h>

#include "base/text/plural.h"
#include "base/time/duration.h"
#include "runtime/program/needs.h"
#include "runtime/program/print/code_print.h"
#include "runtime/program/text.h"

namespace sigrun::program {
namespace {

std::string JoinValues(const std::vector<uint32_t>& values) {
  std::string out;
  for (const uint32_t value : values) out += fmt::format("{}v{}", out.empty() ? "" : ", ", value);
  return out;
}

std::string Constants(const std::vector<uint32_t>& constants) {
  std::string out;
  for (const uint32_t constant : constants) out += fmt::format(" c{}", constant);
  return out;
}

template <class Texts>
std::string JoinQuoted(const Texts& texts) {
  std::string out;
  for (const std::string_view text : texts) out += (out.empty() ? "" : ", ") + Quoted(text);
  return out;
}

class Printer {
 public:
  explicit Printer(const Program& program) : program_(program) {}

  std::string Run() {
    PrintTables();
    const std::vector<std::optional<Need>> needs = FindNeeds(program_);
    for (size_t i = 0; i < needs.size(); ++i) PrintRule(program_.rules[i], needs[i]);
    return std::move(out_);
  }

 private:
  template <class... Args>
  void Line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }
  void Code(const std::string& what, const Unit& unit, const Stateful* stateful) {
    Line("  {} ({})", what, Plural(unit.registers, "register"));
    out_ += PrintCode(program_, unit, stateful);
  }
  void Text(std::string_view key, const std::string& text) {
    if (!text.empty()) Line("  {} {}", key, Quoted(text));
  }
  void Texts(std::string_view key, const std::vector<std::string>& texts) {
    if (!texts.empty()) Line("  {} {}", key, JoinQuoted(texts));
  }
  std::string DurationText(uint32_t constant) const {
    return fmt::format("c{} ({})", constant,
                       FormatDuration(std::get<Duration>(program_.constants[constant])));
  }

  void PrintTables();
  void PrintAtom(size_t index, const Atom& atom);
  void PrintParams();
  void PrintSources();
  void PrintTimeFields();
  void PrintRule(const Rule& rule, const std::optional<Need>& need);
  void PrintInfo(const Rule& rule);
  void PrintStateful(const Stateful& stateful);
  void PrintFeeds(const Stateful& stateful);
  void PrintSequence(const Sequence& sequence);
  void PrintCells(const Stateful& stateful);
  void PrintExceptions(const Rule& rule);
  void PrintAlert(const AlertSpec& alert, const Stateful* stateful);
  void PrintMessage(const AlertSpec& alert, const Stateful* stateful);

  const Program& program_;
  std::string out_;
};

void Printer::PrintTables() {
  Line("slots {}", program_.slots.size());
  for (size_t i = 0; i < program_.slots.size(); ++i) Line("  s{} {}", i, PathOf(program_.slots[i]));
  Line("constants {}", program_.constants.size());
  for (size_t i = 0; i < program_.constants.size(); ++i)
    Line("  c{} {}", i, Describe(program_.constants[i]));
  Line("values {}", program_.values.size());
  for (size_t i = 0; i < program_.values.size(); ++i)
    Code(fmt::format("v{}", i), program_.values[i], nullptr);
  Line("atoms {}", program_.atoms.size());
  for (size_t i = 0; i < program_.atoms.size(); ++i) PrintAtom(i, program_.atoms[i]);
  PrintParams();
  PrintSources();
  PrintTimeFields();
}

void Printer::PrintAtom(size_t index, const Atom& atom) {
  if (const Unit* unit = UnitOf(atom))
    Code(fmt::format("a{}{}", index, std::holds_alternative<Logic>(atom) ? " logic" : ""), *unit,
         nullptr);
  else
    Line("  a{} {}", index, AtomText(program_, atom));
}

void Printer::PrintParams() {
  Line("params {}", program_.params.size());
  for (const Param& param : program_.params)
    Line("  {}.{}: {} = c{} {}", Shown(param.rule), Shown(param.name), stdlib::TypeName(param.type),
         param.constant, Quoted(param.help));
}

void Printer::PrintSources() {
  Line("sources {}", program_.sources.size());
  for (const event::SourceSpec& source : program_.sources) {
    Line("  {}", Shown(source.name));
    if (!source.reader.empty()) Line("    read by {}", Shown(source.reader));
    if (!source.keys.empty()) Line("    keys {}", JoinQuoted(source.keys));
    for (const event::Path& path : source.time) Line("    time {}", PathOf({path}));
    for (const event::Path& path : source.id) Line("    id {}", PathOf({path}));
  }
}

void Printer::PrintTimeFields() {
  for (const auto& field : program_.time_fields) Line("time {}", PathOf(event::SlotSpec{field}));
}

void Printer::PrintRule(const Rule& rule, const std::optional<Need>& need) {
  Line("\nrule {}", Shown(rule.info.name));
  PrintInfo(rule);
  if (need)
    Line("  needs s{} {}: {}", need->slot, PathOf(program_.slots[need->slot]),
         JoinQuoted(need->texts));
  const Stateful* stateful = rule.stateful ? &*rule.stateful : nullptr;
  if (stateful != nullptr)
    PrintStateful(*stateful);
  else
    Code("condition", rule.condition, nullptr);
  PrintExceptions(rule);
  PrintAlert(rule.alert, stateful);
}

void Printer::PrintInfo(const Rule& rule) {
  Text("id", rule.info.id);
  Text("title", rule.info.title);
  Text("description", rule.info.description);
  Text("status", rule.info.status);
  Text("author", rule.info.author);
  Text("date", rule.info.date);
  Line("  level {}", Name(rule.info.level));
  Texts("tags", rule.info.tags);
  Texts("references", rule.info.references);
  Texts("false_positives", rule.info.false_positives);
  if (!rule.info.file.empty()) Line("  at {}:{}", Shown(rule.info.file), rule.info.line);
  Line("  meaning {}", rule.meaning);
  Line("  on {}", rule.source.valid() ? Shown(program_.sources[rule.source.index].name) : "any");
}

void Printer::PrintStateful(const Stateful& stateful) {
  for (size_t i = 0; i < stateful.group.size(); ++i)
    Line("  group by v{} {}", stateful.group[i], Shown(stateful.group_names[i]));
  if (stateful.group_if_present) Line("  group if present");
  if (stateful.window)
    Line("  window {} {}", Name(stateful.window->kind), DurationText(stateful.window->length));
  PrintFeeds(stateful);
  if (stateful.sequence) PrintSequence(*stateful.sequence);
  for (const Proviso& proviso : stateful.provisos)
    Code(fmt::format("{} {} provided that", Name(proviso.kind), proviso.index), proviso.holds,
         &stateful);
  PrintCells(stateful);
  if (stateful.refire == Refire::kEvery) Line("  refire every");
  Line("  memory {}{}", stateful.memory.hash, Constants(stateful.memory.constants));
  Code("condition", stateful.condition, &stateful);
}

void Printer::PrintFeeds(const Stateful& stateful) {
  for (const Aggregate& aggregate : stateful.aggregates)
    Code(fmt::format("aggregate {} = {}({}{}) where", Shown(aggregate.name), Name(aggregate.kind),
                     JoinValues(aggregate.arguments),
                     aggregate.percent ? fmt::format(", c{}", *aggregate.percent) : ""),
         aggregate.where, nullptr);
  for (const Baseline& baseline : stateful.baselines)
    Line("  baseline {} of {}, history {}, every {}", Shown(baseline.name),
         Shown(stateful.aggregates[baseline.aggregate].name), DurationText(baseline.history),
         DurationText(baseline.every));
  for (const FirstSeen& seen : stateful.first_seen)
    Code(fmt::format("first_seen {} of ({}), history {}, learn {}, where", Shown(seen.name),
                     JoinValues(seen.arguments), DurationText(seen.history),
                     DurationText(seen.learn)),
         seen.where, nullptr);
}

void Printer::PrintSequence(const Sequence& sequence) {
  auto step = sequence.steps.begin();
  for (const SequenceAlternative& alternative : sequence.alternatives) {
    Line("  {} of {}, {}", &alternative == &sequence.alternatives.front() ? "sequence" : "or",
         alternative.at_least == 0 ? "all" : std::to_string(alternative.at_least),
         alternative.any_order ? "in any order" : "in order");
    for (uint32_t i = 0; i < alternative.steps; ++i, ++step)
      Code(fmt::format("step {}{}{} where", step->negated ? "not " : "", Shown(step->name),
                       step->repeat == 1 ? "" : fmt::format(" * {}", step->repeat)),
           step->where, nullptr);
  }
}

void Printer::PrintCells(const Stateful& stateful) {
  for (size_t i = 0; i < stateful.cells.size(); ++i)
    Line("  cell {} {}", i, CellText(stateful, stateful.cells[i]));
  for (size_t i = 0; i < stateful.captures.size(); ++i)
    Line("  capture {} v{} {}", i, stateful.captures[i], stateful.memory.captures[i]);
}

void Printer::PrintExceptions(const Rule& rule) {
  for (const Exception& exception : rule.exceptions) {
    const std::string until =
        exception.until ? " until " + FormatTimestamp(*exception.until) : std::string();
    Code(fmt::format("exception{} {} when", until, Quoted(exception.reason)), exception.when,
         nullptr);
  }
}

void Printer::PrintAlert(const AlertSpec& alert, const Stateful* stateful) {
  if (!alert.enabled) Line("  alert not enabled");
  if (alert.level) Code("alert level", *alert.level, stateful);
  PrintMessage(alert, stateful);
  for (const NamedUnit& field : alert.fields)
    Code("field " + Shown(field.name), field.unit, stateful);
  if (!alert.suppress) return;
  Line("  suppress {} keys {}", DurationText(alert.suppress->duration), alert.suppress->keys);
  for (const NamedUnit& key : alert.suppress->by)
    Code("suppress by " + Shown(key.name), key.unit, stateful);
}

void Printer::PrintMessage(const AlertSpec& alert, const Stateful* stateful) {
  for (const MessagePart& part : alert.message) {
    if (part.unit)
      Code("message value", *part.unit, stateful);
    else
      Line("  message {}", Quoted(part.text));
  }
}

}  // namespace

std::string Print(const Program& program) { return Printer(program).Run(); }

}  // namespace sigrun::program
