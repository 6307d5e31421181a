// hand_json.cpp: NDJSON to verdicts as one would write it by hand for this one shape of line:
// simdjson's On-Demand in batches, the eight keys in the order in which they are known to
// come, names by a hash of their bytes, days by arithmetic. No messages, no other shapes.
#include "hand.h"

#include <cstdlib>
#include <cstring>
#include <simdjson.h>
#include <string_view>
#include <vector>

namespace {

struct slot {
    const char *name;
    uint32_t length, value;
};

uint64_t hash_of(std::string_view text)
{
    uint64_t h = text.size();
    for (char c : text)
        h = (h ^ static_cast<unsigned char>(c)) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

struct dictionary {
    std::vector<slot> slots;
    uint64_t mask = 0;

    void fill(const char (*names)[NAME_SIZE], uint32_t count)
    {
        uint64_t size = 16;
        while (size < static_cast<uint64_t>(count) * 2)
            size *= 2;
        slots.assign(size, slot{nullptr, 0, 0});
        mask = size - 1;
        for (uint32_t i = 0; i < count; i++) {
            auto length = static_cast<uint32_t>(strlen(names[i]));
            uint64_t at = hash_of({names[i], length}) & mask;
            while (slots[at].name)
                at = (at + 1) & mask;
            slots[at] = slot{names[i], length, i};
        }
    }

    int32_t find(std::string_view text) const
    {
        for (uint64_t at = hash_of(text) & mask; slots[at].name; at = (at + 1) & mask)
            if (slots[at].length == text.size()
                && memcmp(slots[at].name, text.data(), text.size()) == 0)
                return static_cast<int32_t>(slots[at].value);
        return -1;
    }
};

int32_t number(const char *digits, int count)
{
    int32_t value = 0;
    for (int i = 0; i < count; i++)
        value = value * 10 + (digits[i] - '0');
    return value;
}

int32_t day_of(std::string_view text) // days since 1970 of YYYY-MM-DD, civil calendar
{
    if (text.size() != 10)
        return -1;
    int32_t y = number(text.data(), 4), m = number(text.data() + 5, 2);
    int32_t d = number(text.data() + 8, 2);
    y -= m <= 2;
    int32_t shifted = (m + 9) % 12, century = y / 400, year = y - century * 400;
    int32_t in_year = (153 * shifted + 2) / 5 + d - 1;
    return century * 146097 + year * 365 + year / 4 - year / 100 + in_year - 719468;
}

} // namespace

struct hand_reader {
    const struct hand *hand;
    dictionary names[NAMED_ATTRIBUTES];
    simdjson::ondemand::parser parser;

    bool take(simdjson::ondemand::object &object, struct point &point)
    {
        std::string_view text;
        int64_t capacity = 0;
        for (int a = 0; a < NAMED_ATTRIBUTES; a++) {
            if (object[attribute_names[a]].get_string().get(text))
                return false;
            point.values[a] = names[a].find(text);
            if (point.values[a] < 0)
                return false;
        }
        if (object[attribute_names[CAPACITY]].get_int64().get(capacity)
            || object[attribute_names[EFFECTIVE]].get_string().get(text))
            return false;
        point.values[CAPACITY] = static_cast<int32_t>(capacity);
        point.values[EFFECTIVE] = day_of(text);
        return true;
    }
};

struct hand_reader *hand_reader_new(const struct workload *workload, const struct hand *hand)
{
    auto *reader = new hand_reader;
    reader->hand = hand;
#ifdef SIMDJSON_THREADS_ENABLED
    reader->parser.threaded = false;
#endif
    for (int a = 0; a < NAMED_ATTRIBUTES; a++)
        reader->names[a].fill(workload->names[a], workload->name_counts[a]);
    return reader;
}

void hand_reader_free(struct hand_reader *reader)
{
    delete reader;
}

uint32_t hand_read(struct hand_reader *reader, const char *data, size_t length,
                   const uint32_t *breaches)
{
    simdjson::ondemand::document_stream lines;
    uint32_t bad = 0, line = 0;
    if (reader->parser.iterate_many(data, length, size_t{1} << 18).get(lines))
        return UINT32_MAX;
    for (auto at = lines.begin(); at != lines.end(); ++at, line++) {
        simdjson::ondemand::object object;
        struct point point;
        auto document = *at;
        if (document.get_object().get(object) || !reader->take(object, point)) {
            bad++;
            continue;
        }
        bad += hand_prohibits(reader->hand, &point) != (breaches[line] > 0);
    }
    return bad;
}
