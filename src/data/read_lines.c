/* read_lines.c: lines of NDJSON to descriptions.
 *
 * A plain line is read in one pass (quick.c). Any other is odd: it is indexed and walked (json.h), and bound as
 * an object of any document is. The first odd lines of a batch are indexed alone; where there are more of
 * them, the rest of the batch is indexed together, unless it has a line that is no JSON even at first sight: then,
 * one by one. None of this changes what is made of a line.
 */
#include "data/quick.h"
#include "data/session.h"

#define BATCH ((size_t)64 * 1024) /* bytes of lines that are indexed together */
#define ODD_ALONE 4               /* odd lines of a batch that are indexed alone */
#define ODD_TRIED 16              /* in a row, after which only one line in so many is tried as a plain one */

struct batch {
    size_t end;
    size_t indexed; /* from this byte on, when `together` */
    bool together;
    unsigned odd; /* lines so far */
};

static bool is_blank(const char *data, size_t begin, size_t end)
{
    while (begin < end
           && (data[begin] == ' ' || data[begin] == '\t' || data[begin] == '\r'))
        begin++;
    return begin == end;
}

static size_t line_end(const struct session *session, size_t begin)
{
    const char *feed = memchr(session->data + begin, '\n', session->end - begin);
    return feed ? (size_t)(feed - session->data) : session->end;
}

static bool index_bytes(struct session *session, size_t begin, size_t end)
{
    enum json_status status = json_index(session->json, session->data + begin, end - begin);
    read_json_memory(session, status);
    return status == JSON_FINE;
}

static void read_odd_line(struct session *session, struct batch *batch, size_t begin, size_t end)
{
    unsigned alone = session->fast ? ODD_ALONE : 0;
    if (batch->odd++ == alone) {
        batch->indexed = begin;
        batch->together = index_bytes(session, begin, batch->end);
    }
    if (batch->together)
        read_json_object(session, batch->indexed, begin, end);
    else if (index_bytes(session, begin, end))
        read_json_object(session, begin, begin, end);
    else
        read_json_explain(session, begin, end);
}

/* False when the line that begins at a byte is odd; it has a line feed. */
static bool read_plain_line(struct session *session, size_t begin, size_t *end)
{
    struct deployment deployment;
    struct quick_line line = {session->data, begin, session->source, 0};
    if (!session->fast || session->data[begin] != '{'
        || (session->odd >= ODD_TRIED && ++session->odd % ODD_TRIED))
        return false;
    struct description about = session_next(session, begin);
    if (!quick_bind(session->quick, &line, &about, &deployment)) {
        session->index--;
        session->odd++;
        return false;
    }
    session->odd = 0;
    *end = line.end;
    session_hand_over(session, &deployment);
    return true;
}

static void read_batch(struct session *session, size_t begin, size_t end)
{
    struct batch batch = {end, 0, false, 0};
    const char *feed = memrchr(session->data + begin, '\n', end - begin);
    size_t last = feed ? (size_t)(feed - session->data) : begin; /* a line behind it has no line feed */
    for (size_t at = begin, stop; at < end && !session->stopped; at = stop + 1) {
        session_at_line(session, at);
        if (at < last && read_plain_line(session, at, &stop))
            continue;
        stop = line_end(session, at);
        if (!is_blank(session->data, at, stop))
            read_odd_line(session, &batch, at, stop);
    }
}

void read_ndjson(struct session *session, size_t begin)
{
    while (begin < session->end && !session->stopped) {
        size_t end = session->end - begin > BATCH ? begin + BATCH : session->end;
        if (end < session->end) {
            const char *feed = memrchr(session->data + begin, '\n', end - begin);
            end = feed ? (size_t)(feed - session->data) + 1 : line_end(session, end);
        }
        read_batch(session, begin, end);
        begin = end;
    }
}
