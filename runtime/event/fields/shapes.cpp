#include "runtime/event/fields/shapes.h"

#include <algorithm>
#include <array>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace sigrun::event {
namespace {

constexpr size_t kMostSteps = size_t{1} << 15, kMostActs = size_t{1} << 16,
                 kMostText = size_t{1} << 20, kLongestRecord = size_t{1} << 16;

// Gathers whether the heads of steps differ from a text, without a branch. Reads a whole head of
// it: the text must be padded.
class Difference {
 public:
#if defined(__SSE2__)
  void Add(const char* text, const Shapes::Step& step) {
    const char* const mask = kMask.data() + Shapes::Step::kHead - step.head_size;
    for (size_t at = 0; at < Shapes::Step::kHead; at += 16) {
      const __m128i one = Load(text + at), other = Load(step.head + at);
      differs_ = _mm_or_si128(differs_, _mm_and_si128(_mm_xor_si128(one, other), Load(mask + at)));
    }
  }
  bool any() const {
    return _mm_movemask_epi8(_mm_cmpeq_epi8(differs_, _mm_setzero_si128())) != 0xFFFF;
  }

 private:
  static __m128i Load(const char* bytes) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
  }
  // As many ones as a head has bytes, then zeros.
  static constexpr std::array<char, 2 * Shapes::Step::kHead> kMask = [] {
    std::array<char, 2 * Shapes::Step::kHead> mask{};
    std::fill_n(mask.begin(), Shapes::Step::kHead, '\xFF');
    return mask;
  }();
  __m128i differs_ = _mm_setzero_si128();
#else
  void Add(const char* text, const Shapes::Step& step) {
    any_ |= std::memcmp(text, step.head, step.head_size) != 0;
  }
  bool any() const { return any_; }

 private:
  bool any_ = false;
#endif
};

}  // namespace

// The first step nearly always decides; those behind it are compared together.
bool Shapes::Follows(const Position& position, const Segment& segment) const {
  const uint32_t* const at = position.at;
  const Step* step = steps_.data() + segment.begin;
  const Step* const last = steps_.data() + segment.end - 1;
  if (last->token + (last->ends != Ends::kRecord) >= position.count) return false;
  uint32_t first = position.first;
  uint32_t moved = at[step->token] - at[first] - step->distance;
  if (moved != 0) return false;
  Difference difference;
  difference.Add(position.text + at[first], *step);
  if (difference.any()) return false;
  for (const Step* next = step; next < last;) {
    first = next->token + 1;
    ++next;
    moved |= at[next->token] - at[first] - next->distance;
    difference.Add(position.text + at[first], *next);
  }
  if (moved != 0 || difference.any()) return false;
  return !segment.long_text || FollowsLong(position, segment);
}

// The tokens are where they should be: so are the texts.
bool Shapes::FollowsLong(const Position& position, const Segment& segment) const {
  uint32_t first = position.first;
  for (uint32_t i = segment.begin; i < segment.end; first = steps_[i++].token + 1) {
    const Step& step = steps_[i];
    if (step.size() > Step::kHead &&
        TextOf(step) != std::string_view(position.text + position.at[first], step.size()))
      return false;
  }
  return true;
}

std::string_view Shapes::TextOf(const Step& step) const {
  if (step.size() <= Step::kHead) return {step.head, step.size()};
  return std::string_view(texts_).substr(step.text, step.size());
}

void Shapes::Learn(const TokenView& view, uint32_t token, const Draft& draft) {
  const uint32_t* const at = view.at + token;
  if (at[draft.parts.back().token] - at[0] > kLongestRecord) return;
  if (steps_.size() + draft.parts.size() > kMostSteps || texts_.size() > kMostText ||
      acts_.size() + draft.acts.size() > kMostActs)
    Forget();
  uint32_t segment = 0, known = 0, first = 0, acts = 0;
  bool fresh = false;  // the segment is new: steps are added to it
  for (const Draft::Part& part : draft.parts) {
    Step step;
    step.distance = at[part.token] - at[first];
    step.token = part.token;
    step.node = part.node;
    step.ends = part.ends;
    step.in_array = part.in_array;
    step.acts = static_cast<uint32_t>(acts_.size());
    step.act_count = static_cast<uint16_t>(part.acts_end - acts);
    const std::string_view text(view.text + at[first], step.size());
    step.head_size = static_cast<uint8_t>(std::min(text.size(), Step::kHead));
    std::memcpy(step.head, text.data(), step.head_size);
    const auto same = [&](const Step& other) {
      return other.ends == step.ends && other.token == step.token && TextOf(other) == text;
    };
    if (!fresh && known == segments_[segment].end) {
      const uint32_t next = Find(segment, step, text);
      fresh = next == 0;
      segment = fresh ? AddSegment(segment) : next;
      known = segments_[segment].begin;
    } else if (!fresh && !same(steps_[known])) {
      Split(segment, known);
      segment = AddSegment(segment);
      fresh = true;
    }
    if (fresh) {
      if (text.size() > Step::kHead) {
        step.text = static_cast<uint32_t>(texts_.size());
        texts_ += text;
        segments_[segment].long_text = true;
      }
      acts_.insert(acts_.end(), draft.acts.begin() + acts, draft.acts.begin() + part.acts_end);
      steps_.push_back(step);
      ++segments_[segment].end;
    } else {
      ++known;
    }
    acts = part.acts_end;
    first = part.token + 1;
  }
}

// The segment after this one that begins with the step; 0 if none does.
uint32_t Shapes::Find(uint32_t parent, const Step& step, std::string_view text) const {
  uint32_t found = segments_[parent].next;
  for (uint32_t tries = kMostTries; found != 0 && tries > 0; --tries) {
    const Step& other = steps_[segments_[found].begin];
    if (other.ends == step.ends && other.token == step.token && TextOf(other) == text) return found;
    found = segments_[found].other;
  }
  return 0;
}

// Cuts a segment in two, before that step.
void Shapes::Split(uint32_t segment, uint32_t step) {
  const auto rest = static_cast<uint32_t>(segments_.size());
  const Segment& whole = segments_[segment];
  segments_.push_back({step, whole.end, whole.next, 0, whole.long_text});
  segments_[segment].end = step;
  segments_[segment].next = rest;
}

uint32_t Shapes::AddSegment(uint32_t parent) {
  const auto added = static_cast<uint32_t>(segments_.size());
  const auto step = static_cast<uint32_t>(steps_.size());
  segments_.push_back({step, step, 0, segments_[parent].next, false});
  segments_[parent].next = added;
  return added;
}

void Shapes::Forget() {
  segments_.assign(1, {});
  steps_.clear();
  acts_.clear();
  texts_.clear();
}

}  // namespace sigrun::event
