/* speech_lifted.c: what takes a prohibition or a duty away, as firmly as it does so.
 *
 * A permitted verdict says of each prohibition that is met somewhere in the box what lifts it
 * there: an exception, a clause, a waiver, or a norm that ranks above it. Where one of these
 * applies all over the box, the others only may apply too. Where none does, they apply between
 * them wherever the prohibition is met, for else it would not be permitted: "M 1 might forbid
 * it, but then exception (a) applies".
 */
#include "emit/speech.h"

#include <string.h>

#define LIFTED_SHOWN 5
#define LIFTED_IN_SUMMARY 3

static enum eval_truth lifter_truth(const struct asker *asker, const struct eval_lifted *lifted)
{
    const struct table *table = asker->table;
    if (lifted->by_node != IR_NONE)
        return eval_node_hit(asker->evaluator, asker->sets, lifted->by_node);
    enum eval_truth best = TRUTH_NO;
    const struct table_norm *loser = &table->norms[lifted->norm];
    for (uint32_t i = 0; i < loser->rank_count; i++) {
        const struct table_rank *rank = &table->ranks[loser->first_rank + i];
        if (rank->winner != lifted->by_norm)
            continue;
        enum eval_truth ranked = rank->condition == IR_NONE
                                     ? TRUTH_YES
                                     : eval_node_hit(asker->evaluator, asker->sets, rank->condition);
        best = ranked > best ? ranked : best;
    }
    enum eval_truth wins = eval_norm_effective(asker->evaluator, asker->sets, lifted->by_norm);
    return wins < best ? wins : best;
}

static uint32_t lifter_id(const struct eval_lifted *lifted)
{
    return lifted->by_node == IR_NONE ? lifted->by_norm : lifted->by_node;
}

bool speech_lifters(const struct speech *speech, size_t first, struct speech_lifters *out)
{
    const struct eval_result *result = speech->result;
    const struct asker *asker = &speech->asker;
    if (first >= result->lifted_count)
        return false;
    out->norm = result->lifted[first].norm;
    out->first = out->end = first;
    out->certain = 0;
    out->ranks_only = true;
    size_t room = result->lifted_count - first;
    enum eval_truth *truths = ARENA_ARRAY(asker->arena, enum eval_truth, room);
    for (; out->end < result->lifted_count && result->lifted[out->end].norm == out->norm;
         out->end++) {
        const struct eval_lifted *lifted = &result->lifted[out->end];
        truths[out->end - first] = lifter_truth(asker, lifted);
        out->certain += truths[out->end - first] == TRUTH_YES;
        out->ranks_only = out->ranks_only && lifted->by_node == IR_NONE;
    }
    out->truths = truths;
    out->met = eval_node_met(asker->evaluator, asker->sets, out->norm);
    return true;
}

void speech_lifter_names(const struct speech *speech, const struct speech_lifters *lifters,
                         struct strbuf *out)
{
    size_t all = lifters->end - lifters->first, said = 0;
    size_t count = lifters->certain ? lifters->certain : all;
    for (size_t i = 0; i < all; i++) {
        if (lifters->certain && lifters->truths[i] != TRUTH_YES)
            continue;
        if (said++)
            strbuf_text(out, said < count ? ", " : lifters->certain ? " and " : " or ");
        name_defeater(speech->asker.table, lifter_id(&speech->result->lifted[lifters->first + i]),
                      out);
    }
}

void speech_lifted_summary(const struct speech *speech, struct strbuf *out)
{
    struct speech_lifters lifters;
    size_t said = 0;
    for (size_t i = 0; speech_lifters(speech, i, &lifters); i = lifters.end) {
        if (said == LIFTED_IN_SUMMARY) {
            strbuf_text(out, "; and so on");
            return;
        }
        bool plural = lifters.certain > 1, would = lifters.met != TRUTH_YES;
        strbuf_text(out, said++ ? "; " : "");
        speech_lifter_names(speech, &lifters, out);
        if (lifters.ranks_only)
            strbuf_text(out, would    ? " would prevail over"
                             : plural ? " prevail over"
                                      : " prevails over");
        else
            strbuf_text(out, would ? " would lift" : plural ? " lift" : " lifts");
        strbuf_printf(out, " %s", name_norm(speech->asker.table, lifters.norm));
    }
}

static void lifter_reason(const struct speech *speech, const struct eval_lifted *lifted,
                          struct strbuf *out)
{
    const struct table *table = speech->asker.table;
    uint32_t expr = lifted->by_node == IR_NONE ? table->norms[lifted->by_norm].applied
                                               : table->nodes[lifted->by_node].expr;
    struct strbuf why;
    strbuf_init(&why, speech->asker.arena);
    reason_expr(&speech->asker, expr, "; ", &why);
    if (why.count)
        strbuf_printf(out, ": %s", strbuf_string(&why));
}

static void tell_lifter(struct speech *speech, const struct speech_lifters *lifters, size_t i,
                        unsigned indent)
{
    const struct eval_lifted *lifted = &speech->result->lifted[lifters->first + i];
    bool rank = lifted->by_node == IR_NONE, sure = lifters->truths[i] == TRUTH_YES;
    struct strbuf text;
    strbuf_init(&text, speech->asker.arena);
    strbuf_printf(&text, "%s %s forbid it, but ", name_norm(speech->asker.table, lifters->norm),
                  lifters->met == TRUTH_YES ? "would" : "might");
    if (!lifters->certain && lifters->met != TRUTH_YES)
        strbuf_text(&text, "then ");
    name_defeater(speech->asker.table, lifter_id(lifted), &text);
    if (sure || !lifters->certain)
        strbuf_text(&text, rank ? " prevails" : " applies");
    else
        strbuf_text(&text, rank ? " may prevail too" : " may apply too");
    lifter_reason(speech, lifted, &text);
    layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
}

/* None of several is certain: whichever it is, one of them applies. */
static void tell_together(struct speech *speech, const struct speech_lifters *lifters,
                          unsigned indent)
{
    const struct table *table = speech->asker.table;
    struct strbuf text;
    strbuf_init(&text, speech->asker.arena);
    bool sure = lifters->met == TRUTH_YES;
    strbuf_printf(&text, "%s %s forbid it, but %s one of these %s:", name_norm(table, lifters->norm),
                  sure ? "would" : "might", sure ? "in any case" : "then",
                  lifters->ranks_only ? "prevails" : "applies");
    layout_paragraph(&speech->layout, indent, indent + 4, strbuf_string(&text));
    for (size_t i = lifters->first; i < lifters->end; i++) {
        strbuf_clear(&text);
        name_defeater(table, lifter_id(&speech->result->lifted[i]), &text);
        lifter_reason(speech, &speech->result->lifted[i], &text);
        layout_paragraph(&speech->layout, indent + 4, indent + 8, strbuf_string(&text));
    }
}

void speech_lifted(struct speech *speech, unsigned indent)
{
    struct speech_lifters lifters;
    size_t said = 0;
    for (size_t i = 0; speech_lifters(speech, i, &lifters); i = lifters.end) {
        if (said >= LIFTED_SHOWN) {
            layout_line(&speech->layout, indent, "and others that are lifted");
            return;
        }
        size_t count = lifters.end - lifters.first;
        said += count;
        if (!lifters.certain && count > 1)
            tell_together(speech, &lifters, indent);
        else
            for (size_t k = 0; k < count; k++)
                tell_lifter(speech, &lifters, k, indent);
    }
}

/* What decides whether a node is hit, or why it is: of one whose own condition holds, what is
 * open about those that take it back. */
static void say_hit(const struct asker *asker, uint32_t node, struct strbuf *out)
{
    const struct table_node *n = &asker->table->nodes[node];
    struct strbuf why;
    if (eval_node_met(asker->evaluator, asker->sets, node) == TRUTH_MAYBE
        || eval_node_hit(asker->evaluator, asker->sets, node) != TRUTH_MAYBE) {
        strbuf_init(&why, asker->arena);
        reason_node(asker, node, "; ", &why);
        if (why.count)
            strbuf_printf(out, "%s%s", out->count ? "; " : "", strbuf_string(&why));
        return;
    }
    for (uint32_t i = 0; i < n->child_count; i++) {
        uint32_t child = asker->table->children[n->first_child + i];
        if (eval_node_hit(asker->evaluator, asker->sets, child) == TRUTH_MAYBE)
            say_hit(asker, child, out);
    }
}

void speech_lifts(const struct speech *speech, uint32_t node, struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    const struct table_node *n = &asker->table->nodes[node];
    for (uint32_t i = 0; i < n->child_count; i++) {
        uint32_t child = asker->table->children[n->first_child + i];
        enum eval_truth hit = eval_node_hit(asker->evaluator, asker->sets, child);
        if (hit == TRUTH_NO)
            continue;
        struct strbuf why;
        strbuf_init(&why, asker->arena);
        strbuf_text(out, out->count ? ", " : "");
        name_defeater(asker->table, child, out);
        strbuf_text(out, hit == TRUTH_YES ? " lifts it" : " may lift it");
        say_hit(asker, child, &why);
        if (why.count)
            strbuf_printf(out, " (%s)", strbuf_string(&why));
    }
}

/* "waived by W1": the title says "waiver W1". */
static void say_taken_by(const struct table *table, uint32_t child, struct strbuf *out)
{
    const struct table_node *n = &table->nodes[child];
    struct strbuf name;
    strbuf_init(&name, out->arena);
    name_defeater(table, child, &name);
    const char *text = strbuf_string(&name);
    bool waiver = n->kind == NODE_WAIVER;
    if (waiver && strncmp(text, "waiver ", strlen("waiver ")) == 0)
        text += strlen("waiver ");
    strbuf_printf(out, "%s by %s", waiver ? "waived" : n->kind == NODE_LIFT ? "lifted" : "excepted",
                  text);
}

void speech_taken(const struct speech *speech, uint32_t node, struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    const struct table_node *n = &asker->table->nodes[node];
    size_t said = 0;
    for (int least = TRUTH_YES; least >= TRUTH_MAYBE && !said; least--) {
        for (uint32_t i = 0; i < n->child_count; i++) {
            uint32_t child = asker->table->children[n->first_child + i];
            struct strbuf why;
            if ((int)eval_node_hit(asker->evaluator, asker->sets, child) < least)
                continue;
            strbuf_init(&why, asker->arena);
            strbuf_text(out, said++ == 0 ? "" : least == TRUTH_YES ? ", " : " or ");
            say_taken_by(asker->table, child, out);
            say_hit(asker, child, &why);
            if (why.count)
                strbuf_printf(out, " (%s)", strbuf_string(&why));
        }
    }
}

void speech_open(const struct speech *speech, uint32_t norm, struct strbuf *out)
{
    const struct asker *asker = &speech->asker;
    enum eval_truth met = eval_node_met(asker->evaluator, asker->sets, norm);
    enum eval_truth hit = eval_node_hit(asker->evaluator, asker->sets, norm);
    enum eval_truth effective = eval_norm_effective(asker->evaluator, asker->sets, norm);
    struct strbuf above;
    strbuf_init(&above, asker->arena);
    if (met == TRUTH_MAYBE)
        reason_expr(asker, asker->table->nodes[norm].expr, ", ", out);
    if (hit == TRUTH_MAYBE)
        speech_lifts(speech, norm, out);
    if (effective == TRUTH_MAYBE && speech_winners(speech, norm, &above))
        strbuf_printf(out, "%sit may yield to %s", out->count ? ", " : "", strbuf_string(&above));
}
