#include "runtime/event/fields/walker.h"

#include <algorithm>
#include <string>

#include "base/check.h"
#include "runtime/event/json/compact_json.h"
#include "runtime/event/json/scalars.h"
#include "runtime/event/json/unescape.h"

namespace sigrun::event {
namespace {

// If a token is missing, more text may provide it.
WalkResult Stop(const TokenView& view, uint32_t token, const char* problem,
                RejectReason reason = RejectReason::kInvalidJson) {
  if (token >= view.count) return {WalkResult::Kind::kIncomplete, token};
  return {WalkResult::Kind::kBad, token, reason, problem};
}

WalkResult Done(uint32_t next) { return {WalkResult::Kind::kDone, next}; }

// No record fills the arena: it takes each string once, and each object once for every object
// around it that is looked at.
size_t ArenaLimit(const std::vector<SlotSpec>& slots, const Limits& limits) {
  size_t longest = 0;
  for (const SlotSpec& slot : slots) longest = std::max(longest, slot.path.size());
  return std::max(limits.record_bytes, limits.envelope_bytes) * (longest + 8);
}

// Whether a word at the end of the text may continue.
bool MayGoOn(const TokenView& view, uint32_t token) {
  constexpr std::string_view kOperators = "{}[]:,";
  return token + 1 == view.count && kOperators.find(view.Char(token)) == std::string_view::npos;
}

const char* ExpectedAfter(bool object) {
  return object ? "expected ',' or '}' after a value" : "expected ',' or ']' after a value";
}

}  // namespace

Walker::Walker(const std::vector<SlotSpec>& slots, const ProbePaths& probes, const Limits& limits)
    : trie_(slots, probes),
      slot_count_(slots.size()),
      depth_(std::max(limits.depth, 1u)),
      frames_(std::make_unique<Frame[]>(depth_)),
      visits_(trie_.size()),
      slots_(slots.size()),
      probes_(probes.paths().size()),
      arena_(ArenaLimit(slots, limits)),
      remember_(limits.remember_shapes) {}

void Walker::NextRecord() {
  static constexpr size_t kKeptScalars = size_t{64} << 10;  // of memory, from record to record
  slots_.Clear();
  if (all_.capacity() > kKeptScalars) all_ = {};
  all_.clear();
  if (arena_.used() > 0 || arena_.exhausted()) arena_.Reset();
  probes_.Clear();
  if (++record_ == 0) {
    std::fill(visits_.begin(), visits_.end(), Visit{});
    record_ = 1;
  }
}

WalkResult Walker::Record(const TokenView& view, uint32_t token) {
  NextRecord();
  WalkResult result;
  if (!remember_ || !Replay(view, token, result)) result = Learn(view, token);
  slots_.Finish();
  FinishAll();
  if (result.done() && result.token - token > kMostTokens)
    return Stop(view, token, "a record with too many values", RejectReason::kTooLarge);
  return result;
}

// Walks a record token by token, and notes how.
WalkResult Walker::Learn(const TokenView& view, uint32_t token) {
  if (remember_) NextRecord();
  noting_ = remember_ && shapes_.Wants();
  draft_.Clear();
  const WalkResult result = Container(view, token, PathTrie::kRoot);
  if (noting_ && result.done() && draft_.usable) shapes_.Learn(view, token, draft_);
  noting_ = false;
  return result;
}

WalkResult Walker::Skip(const TokenView& view, uint32_t token) {
  const char c = view.Char(token);
  if (c == '{' || c == '[') return Container(view, token, PathTrie::kNothing);
  if (token + 1 >= view.count) return Stop(view, view.count, "");
  if (c != '"' && ScalarSize(view.text + view.at[token]) == 0)
    return Stop(view, token, "not a JSON value");
  return Done(token + 1);
}

// Walks a record of a known shape. False, with something done or not, where it has none.
bool Walker::Replay(const TokenView& view, uint32_t token, WalkResult& result) {
  const bool all = trie_.node(PathTrie::kRoot).has_slots();
  Shapes::Position position = Shapes::Begin(view, token);
  for (;;) {
    const std::span<const Shapes::Step> steps = shapes_.Next(position);
    if (steps.empty()) return false;
    for (const Shapes::Step& step : steps) {
      for (const Shapes::Act& act : shapes_.acts(step)) Do(view, token, act);
      const uint32_t k = token + step.token;
      const bool wanted = step.node != PathTrie::kNothing || all;
      switch (step.ends) {
        case Shapes::Ends::kString:
          if (wanted) TakeString(view, k, step.node, step.in_array, all);
          break;
        case Shapes::Ends::kScalar: {
          const char* const text = view.text + view.at[k];
          const size_t size = ScalarSize(text);
          if (size == 0) return false;
          if (wanted) TakeScalar(text, size, k, step.node, step.in_array, all);
          break;
        }
        case Shapes::Ends::kRecord:
          shapes_.Found();
          result = Done(k + 1);
          return true;
      }
    }
  }
}

void Walker::Do(const TokenView& view, uint32_t token, const Shapes::Act& act) {
  switch (act.kind) {
    case Shapes::Act::Kind::kProbe:
      return probes_.Set(trie_.node(act.node).probe, token + act.token);
    case Shapes::Act::Kind::kList:
      return OpenList(act.node, act.in_array);
    case Shapes::Act::Kind::kText:
      return Close(view, {0, act.node, token + act.begin, 0, true, act.in_array},
                   token + act.token);
  }
}

// The only loop: open containers are in frames_, not on the call stack.
WalkResult Walker::Container(const TokenView& view, uint32_t token, uint32_t root) {
  const Frame* const last = frames_.get() + depth_ - 1;
  Frame* frame = frames_.get();
  const bool all = trie_.node(root).has_slots();  // the slots of the root contain every scalar
  *frame = {root, PathTrie::kNothing, token, 0, view.Char(token) == '{', false};
  uint32_t k = token + 1;
  bool closing = view.Char(k) == (frame->object ? '}' : ']');
  for (;;) {
    if (!closing) {
      Child child{frame->node, frame->joined};
      if (frame->object) {
        if (view.Char(k) != '"') return Stop(view, k, "expected a key in quotes");
        if (view.Char(k + 1) != ':') return Stop(view, k + 1, "expected ':' after a key");
        if (frame->node != PathTrie::kNothing) child = Member(view, *frame, k);
        k += 2;
      }
      const char c = view.Char(k);
      if (c == '"') {
        if (child.node != PathTrie::kNothing || all) {
          if (k + 1 >= view.count) return Stop(view, view.count, "");
          TakeString(view, k, child.node, frame->in_array, all);
        }
        if (noting_) draft_.Add(k - token, Shapes::Ends::kString, child.node, frame->in_array);
        ++k;
      } else if (c == '{' || c == '[') {
        if (frame == last) return Stop(view, k, "nested too deeply", RejectReason::kTooDeep);
        const bool in_array = frame->in_array;
        *++frame = Open(view, k, child, in_array);
        if (noting_) Note(k - token, child.node, in_array, *frame);
        ++k;
        closing = view.Char(k) == (frame->object ? '}' : ']');
        continue;
      } else {
        const char* text = view.text + view.at[k];
        const size_t size = k < view.count ? ScalarSize(text) : 0;
        if (size == 0) return Stop(view, MayGoOn(view, k) ? view.count : k, "not a JSON value");
        if (child.node != PathTrie::kNothing || all)
          TakeScalar(text, size, k, child.node, frame->in_array, all);
        if (noting_) draft_.Add(k - token, Shapes::Ends::kScalar, child.node, frame->in_array);
        ++k;
      }
    }
    // After a value, or at the end of an empty container.
    for (;; closing = false) {
      const char c = view.Char(k);
      if (!closing && c == ',') {
        ++k;
        break;
      }
      if (c != (frame->object ? '}' : ']')) return Stop(view, k, ExpectedAfter(frame->object));
      Close(view, *frame, k);
      if (noting_)
        if (frame->capture != PathTrie::kNothing)
          draft_.Add({Shapes::Act::Kind::kText, frame->in_array, frame->capture, k - token,
                      frame->begin - token});
      if (frame == frames_.get()) {
        if (noting_) draft_.Add(k - token, Shapes::Ends::kRecord, 0, false);
        return Done(k + 1);
      }
      ++k;
      --frame;
    }
    closing = false;
  }
}

// The trie node of the key at the token.
inline Walker::Child Walker::Member(const TokenView& view, const Frame& frame, uint32_t token) {
  const char* const key = view.text + view.at[token] + 1;
  const char* end = view.text + view.at[token + 1] - 1;
  while (*end != '"') --end;
  const size_t size = static_cast<size_t>(end - key);
  const PathTrie::Edge* const edge = trie_.Find(trie_.node(frame.node), key, size);
  if (edge != nullptr) return Reach(frame, *edge);
  if (HasBackslash(key, size)) return EscapedMember(frame, key, size);
  return {PathTrie::kNothing, 0};
}

Walker::Child Walker::EscapedMember(const Frame& frame, const char* key, size_t size) {
  std::string plain(size + 8, '\0');  // the trie reads 8 bytes of the shortest key
  const size_t plain_size = Unescape({key, size}, plain.data());
  if (plain_size == kBadEscape) return {PathTrie::kNothing, 0};
  const PathTrie::Edge* edge = trie_.Find(trie_.node(frame.node), plain.data(), plain_size);
  return edge == nullptr ? Child{PathTrie::kNothing, 0} : Reach(frame, *edge);
}

inline Walker::Child Walker::Reach(const Frame& frame, const PathTrie::Edge& edge) {
  const auto joined = static_cast<uint16_t>(frame.joined + edge.joined);
  Visit& visit = visits_[edge.node];
  if (frame.in_array) {  // every element adds to the existing values, unless a key with more dots
                         // was
    const bool lost = visit.record == record_ && visit.joined > joined;
    return {lost ? PathTrie::kNothing : edge.node, joined};
  }
  if (visit.record == record_) return Revisit(edge.node, joined);
  visit = {record_, joined};
  return {edge.node, joined};
}

// A path that occurred before in this record: the key with more dots wins, otherwise the later one.
Walker::Child Walker::Revisit(uint32_t node, uint16_t joined) {
  draft_.usable = false;
  if (joined < visits_[node].joined) return {PathTrie::kNothing, 0};
  for (uint32_t below = node; below < trie_.node(node).below_end; ++below) {
    Visit& visit = visits_[below];
    if (visit.record == record_ && visit.joined > joined) continue;
    visit = {};
    const PathTrie::Node& lost = trie_.node(below);
    for (uint32_t i = lost.slots_begin; i < lost.slots_end; ++i) slots_.Erase(trie_.slots()[i]);
    probes_.Set(lost.probe, 0);
  }
  visits_[node] = {record_, joined};
  return {node, joined};
}

inline Walker::Frame Walker::Open(const TokenView& view, uint32_t token, Child child,
                                  bool in_array) {
  const bool object = view.Char(token) == '{';
  Frame frame{PathTrie::kNothing, PathTrie::kNothing, token, child.joined, object, in_array};
  if (child.node == PathTrie::kNothing) return frame;
  const PathTrie::Node& node = trie_.node(child.node);
  if (!in_array) probes_.Set(node.probe, token);
  if (object) {
    if (node.has_keys()) frame.node = child.node;
    if (node.has_slots()) frame.capture = child.node;
  } else if (node.has_keys() || node.has_slots()) {
    frame.node = child.node;
    frame.in_array = true;
    OpenList(child.node, in_array);
  }
  return frame;
}

inline void Walker::OpenList(uint32_t index, bool in_array) {
  const PathTrie::Node& node = trie_.node(index);
  for (uint32_t i = node.slots_begin; i < node.slots_end; ++i)
    in_array ? slots_.PutListIfNone(trie_.slots()[i]) : slots_.PutList(trie_.slots()[i]);
}

// What Open has done, but for the frame.
void Walker::Note(uint32_t token, uint32_t index, bool in_array, const Frame& frame) {
  if (index == PathTrie::kNothing) return;
  const PathTrie::Node& node = trie_.node(index);
  if (!in_array && node.probe.number != 0)
    draft_.Add({Shapes::Act::Kind::kProbe, false, index, token});
  if (!frame.object && node.has_slots())
    draft_.Add({Shapes::Act::Kind::kList, in_array, index, token});
}

inline void Walker::Close(const TokenView& view, const Frame& frame, uint32_t token) {
  if (frame.capture == PathTrie::kNothing) return;
  const std::string_view text = CompactText(view, frame.begin, token, arena_);
  SIGRUN_CHECK(text.data() != nullptr);
  StoreText(trie_.node(frame.capture), Kind::kObject, text, frame.in_array);
}

[[gnu::always_inline]] inline void Walker::TakeString(const TokenView& view, uint32_t token,
                                                      uint32_t index, bool in_array, bool all) {
  const PathTrie::Node& node = trie_.node(index);
  if (!in_array) probes_.Set(node.probe, token);
  if (!node.has_slots() && !all) return;
  const char* const text = view.text + view.at[token] + 1;
  const char* end = view.text + view.at[token + 1] - 1;
  while (*end != '"') --end;
  std::string_view string(text, static_cast<size_t>(end - text));
  if (HasBackslash(text, string.size())) {
    char* const plain = arena_.Allocate(string.size());
    SIGRUN_CHECK(plain != nullptr);
    const size_t size = Unescape(string, plain);
    if (size != kBadEscape) string = {plain, size};
  }
  if (all) all_.push_back(Value::String(string));
  if (node.has_slots()) StoreText(node, Kind::kString, string, in_array);
}

void Walker::TakeScalar(const char* text, size_t size, uint32_t token, uint32_t index,
                        bool in_array, bool all) {
  const PathTrie::Node& node = trie_.node(index);
  if (!in_array) probes_.Set(node.probe, token);
  if (!node.has_slots() && !all) return;
  const Value value = ScalarValue(text, size);
  if (all && value.present()) all_.push_back(value);
  if (node.has_slots()) Store(node, value, in_array);
}

void Walker::FinishAll() {
  const PathTrie::Node& root = trie_.node(PathTrie::kRoot);
  for (uint32_t i = root.slots_begin; i < root.slots_end; ++i)
    slots_.Put(trie_.slots()[i], Value::List(all_.data(), static_cast<uint32_t>(all_.size())));
}

inline void Walker::StoreText(const PathTrie::Node& node, Kind kind, std::string_view text,
                              bool in_array) {
  if (in_array) {
    Value value = Value::String(text);
    value.kind = kind;
    return Store(node, value, true);
  }
  for (uint32_t i = node.slots_begin; i < node.slots_end; ++i)
    slots_.PutText(trie_.slots()[i], kind, text);
}

void Walker::Store(const PathTrie::Node& node, const Value& value, bool in_array) {
  for (uint32_t i = node.slots_begin; i < node.slots_end; ++i) {
    const uint32_t slot = trie_.slots()[i];
    if (in_array) {
      slots_.Append(slot, value);
    } else {
      slots_.Put(slot, value);
    }
  }
}

}  // namespace sigrun::event
