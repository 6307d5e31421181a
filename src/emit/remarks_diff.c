/* remarks_diff.c: differences as remarks: what sort of change is the rule, and a remark stands at
 * the clause or waiver that decides now, or that decided where nothing does any more.
 */
#include "emit/remarks_diff.h"

#include "emit/names.h"
#include "emit/witness.h"

#include <string.h>

#define WIDTH 100u

struct adding {
    struct remarks *remarks;
    const struct remark_changes *about;
    const struct diff *diff;
};

static const char *copied(struct remarks *remarks, const char *text)
{
    return arena_string(remarks->arena, text, strlen(text));
}

/* ---- rules ------------------------------------------------------------------------------------ */

struct sort {
    const char *id, *title, *text;
};

static const struct sort sorts[] = {
    [CHANGE_TIGHTENED] = {"tightened", "What was permitted is prohibited",
                          "Deployments that the old policy permits are prohibited by the new one."},
    [CHANGE_LOOSENED] = {"loosened", "What was prohibited is permitted",
                         "Deployments that the old policy prohibits are permitted by the new one."},
    [CHANGE_DISPUTED] = {"disputed", "What was settled is disputed",
                         "Under the new policy the verdict depends on who reads its words, or on "
                         "clauses that contradict each other; under the old one it did not."},
    [CHANGE_SETTLED] = {"settled", "What was disputed is settled",
                        "Under the old policy the verdict depended on who read its words, or on "
                        "clauses that contradict each other; under the new one it does not."},
    [CHANGE_DUTIES] = {"duties", "Something else is owed",
                       "A duty is due where it was not, or no longer is."},
    [CHANGE_CLAUSES] = {"clauses", "Other clauses act under an equal verdict",
                        "The verdict is the same, but it comes from other clauses, or a clause has "
                        "another title."},
    [CHANGE_VOCABULARY] = {"vocabulary", "Another vocabulary",
                           "Something that only one of the policies knows, or that they know "
                           "differently. What only one of them knows is compared with nothing."},
    [CHANGE_FLIPPED] = {"flipped", "A deployment gets another verdict",
                        "A real deployment was evaluated under both policies, and the verdicts "
                        "differ."},
};

const char *change_id(enum remark_change change)
{
    return sorts[change].id;
}

const char *change_title(enum remark_change change)
{
    return sorts[change].title;
}

const char *change_text(enum remark_change change)
{
    return sorts[change].text;
}

static enum remark_level level_of(const struct adding *a, enum remark_change change)
{
    if (a->about->fail & 1u << change)
        return REMARK_ERROR;
    return change <= CHANGE_SETTLED || change == CHANGE_FLIPPED ? REMARK_WARNING : REMARK_NOTE;
}

static uint32_t rule_of(const struct adding *a, enum remark_change change)
{
    bool fresh;
    uint32_t number = remarks_rule(a->remarks, sorts[change].id, &fresh);
    struct remark_rule *rule = &a->remarks->rules.items[number];
    if (!fresh)
        return number;
    rule->title = sorts[change].title;
    rule->text = rule->help = sorts[change].text;
    rule->level = level_of(a, change);
    rule->tags[rule->tag_count++] = "difference";
    return number;
}

/* ---- places ------------------------------------------------------------------------------------- */

static struct remark_place place_at(const struct adding *a, const struct table *table,
                                    uint32_t place)
{
    const struct table_place *at = &table->places[place];
    const char *file = table_text(table, at->file);
    struct remark_place out = {remarks_path(a->remarks->arena, a->remarks->folder, file), at->line,
                               at->column, at->end_line, at->end_column};
    return out;
}

static struct remark_place clause_place(const struct adding *a, enum diff_side side,
                                        uint32_t clause)
{
    const struct table *table = a->diff->table[side];
    return place_at(a, table, table->clauses[clause].place);
}

/* What a verdict comes from: a clause, what prohibits before what permits; else what takes a
 * prohibition away. False where the policy does not speak. */
static bool ground_of(const struct adding *a, const struct diff_region *region,
                      enum diff_side side, struct remark_place *out)
{
    const struct table *table = a->diff->table[side];
    const struct eval_result *result = region->results[side];
    const struct table_place *lifts = NULL;
    if (result->clause_count) {
        *out = clause_place(a, side, result->clauses[0].clause);
        return true;
    }
    for (size_t i = 0; i < result->lifted_count && !lifts; i++)
        if (result->lifted[i].by_node != IR_NONE)
            lifts = name_defeater_place(table, result->lifted[i].by_node);
    if (lifts)
        *out = place_at(a, table, (uint32_t)(lifts - table->places));
    return lifts != NULL;
}

static struct remark_place region_place(const struct adding *a, const struct diff_region *region)
{
    struct remark_place place = {.file = a->remarks->policy_file};
    if (!ground_of(a, region, DIFF_NEW, &place))
        ground_of(a, region, DIFF_OLD, &place);
    return place;
}

/* ---- remarks -------------------------------------------------------------------------------------- */

struct change {
    enum remark_change sort;
    struct strbuf message;
    struct strbuf detail;
    struct remark_place place;
    const char *subject;
    const char *meant; /* the message as the fingerprint has it; NULL: as it is */
};

static void add(const struct adding *a, const struct change *change)
{
    struct strbuf text = strbuf_new(a->about->work);
    struct remark remark = {
        .rule = rule_of(a, change->sort),
        .level = level_of(a, change->sort),
        .reason = "",
        .subject = change->subject,
        .verdict = "",
        .message = arena_string(a->remarks->arena, change->message.items, change->message.count),
        .detail = arena_string(a->remarks->arena,
                               change->detail.items ? change->detail.items : "",
                               change->detail.count),
        .place = change->place};
    strbuf_printf(&text, "polc-1\n%s\n%s", sorts[change->sort].id,
                  change->meant ? change->meant : remark.message);
    remarks_fingerprint(text.items, text.count, remark.fingerprint);
    remarks_add(a->remarks, remark);
}

static struct change change_of(const struct adding *a, enum remark_change sort)
{
    struct change change = {sort, strbuf_new(a->about->work), strbuf_new(a->about->work),
                            {.file = a->remarks->policy_file}, a->about->name, NULL};
    return change;
}

static void add_witness(const struct adding *a, const struct diff_region *region,
                        struct change *change)
{
    strbuf_text(&change->detail, "for example\n");
    witness_yaml(a->diff->table[DIFF_NEW], a->about->work, &region->witness[DIFF_NEW],
                 &change->detail);
}

static void add_region(const struct adding *a, const struct diff_region *region)
{
    enum diff_tag tag = diff_tag_of(region);
    struct change change = change_of(a, (enum remark_change)tag);
    strbuf_printf(&change.message, "%s: ", diff_tag_name(tag));
    diff_where(a->diff, a->about->work, region, &change.message);
    for (int s = 0; s < DIFF_SIDES; s++) {
        strbuf_printf(&change.message, "%s%s (", s == DIFF_OLD ? ": was " : ", is ",
                      name_verdict(region->results[s]->verdict));
        diff_reason(a->diff, region, (enum diff_side)s, &change.message);
        strbuf_char(&change.message, ')');
    }
    add_witness(a, region, &change);
    change.place = region_place(a, region);
    add(a, &change);
}

static void add_duty(const struct adding *a, const struct diff_change *duty)
{
    enum diff_side side = diff_side_of(duty);
    const struct table *table = a->diff->table[side];
    for (size_t i = 0; i < duty->regions.count; i++) {
        struct change change = change_of(a, CHANGE_DUTIES);
        strbuf_printf(&change.message, "%s: ", name_norm(table, duty->id[side]));
        diff_duty(a->diff, a->about->work, duty, &change.message);
        strbuf_printf(&change.message, ": %s: ", diff_duty_change(&duty->regions.items[i]));
        diff_where(a->diff, a->about->work, &duty->regions.items[i], &change.message);
        add_witness(a, &duty->regions.items[i], &change);
        change.place = clause_place(a, side, table->norms[duty->id[side]].clause);
        add(a, &change);
    }
}

static void add_clause(const struct adding *a, const struct diff_change *clause)
{
    enum diff_side side = diff_side_of(clause);
    for (size_t i = 0; i < clause->regions.count; i++) {
        const struct diff_region *region = &clause->regions.items[i];
        struct change change = change_of(a, CHANGE_CLAUSES);
        strbuf_printf(&change.message, "%s ",
                      name_clause(a->diff->table[side], clause->id[side]));
        diff_effect(a->diff, clause, region, &change.message);
        strbuf_text(&change.message, ": ");
        diff_where(a->diff, a->about->work, region, &change.message);
        strbuf_printf(&change.message, "; still %s", name_verdict(diff_verdict(region->verdict)));
        add_witness(a, region, &change);
        change.place = clause_place(a, side, clause->id[side]);
        add(a, &change);
    }
}

static void add_names(const struct adding *a)
{
    const struct diff *d = a->diff;
    for (size_t i = 0; i < d->renamed.count; i++) {
        const uint32_t *clause = d->renamed.items[i].clause;
        struct change change = change_of(a, CHANGE_CLAUSES);
        strbuf_printf(&change.message, "%s is now %s",
                      name_clause(d->table[DIFF_OLD], clause[DIFF_OLD]),
                      name_clause(d->table[DIFF_NEW], clause[DIFF_NEW]));
        change.place = clause_place(a, DIFF_NEW, clause[DIFF_NEW]);
        add(a, &change);
    }
    for (size_t i = 0; i < d->words.count; i++) {
        struct change change = change_of(a, CHANGE_VOCABULARY);
        diff_word(d, a->about->work, &d->words.items[i], &change.message);
        add(a, &change);
    }
}

/* ---- cases ------------------------------------------------------------------------------------------ */

static void add_flip(const struct adding *a, const struct emit_flip *flip)
{
    struct remark_case *c = remarks_case(a->remarks, copied(a->remarks, flip->deployment));
    struct change change = change_of(a, CHANGE_FLIPPED);
    if (!c)
        return;
    c->verdict = name_verdict(flip->now);
    c->outcome = a->about->fail & 1u << CHANGE_FLIPPED ? CASE_FAILED : CASE_PASSED;
    c->place = (struct remark_place){
        remarks_path(a->remarks->arena, a->remarks->folder, flip->file), (uint32_t)flip->line,
        flip->column ? flip->column : 1, (uint32_t)flip->line, flip->end_column};
    change.subject = c->name;
    change.place = c->place;
    const char *verdicts = arena_printf(a->about->work, "was %s, is %s", name_verdict(flip->was),
                                        name_verdict(flip->now));
    const char *name =
        remarks_lasting_name(a->remarks, a->about->work, flip->deployment, flip->file);
    strbuf_printf(&change.message, "%s %s", flip->deployment, verdicts);
    change.meant = arena_printf(a->about->work, "%s %s", name, verdicts);
    add(a, &change);
}

static void add_policies(const struct adding *a)
{
    const struct diff *d = a->diff;
    struct emit_style style = {false, WIDTH};
    struct strbuf text = strbuf_new(a->about->work);
    struct remark_case *c = remarks_case(a->remarks, copied(a->remarks, a->about->name));
    size_t count[DIFF_TAGS], number = a->remarks->cases.count;
    if (!c)
        return;
    emit_diff_text(a->about->view, a->about->work, &style, &text);
    c->text = arena_string(a->remarks->arena, text.items ? text.items : "", text.count);
    c->place = (struct remark_place){.file = a->remarks->policy_file};
    const size_t *order = emit_diff_order(d, a->about->work, count);
    for (size_t i = 0; i < d->regions.count; i++)
        add_region(a, &d->regions.items[order[i]]);
    for (size_t i = 0; i < d->duties.count; i++)
        add_duty(a, &d->duties.items[i]);
    for (size_t i = 0; i < d->clauses.count; i++)
        add_clause(a, &d->clauses.items[i]);
    add_names(a);
    c = &a->remarks->cases.items[number - 1];
    c->verdict = diff_open(d) ? "unresolved" : c->remark_count ? "changed" : "same";
    c->outcome = diff_open(d) ? CASE_FAILED : CASE_PASSED;
    for (size_t i = 0; i < c->remark_count; i++)
        if (a->remarks->remarks.items[c->first_remark + i].level == REMARK_ERROR)
            c->outcome = CASE_FAILED;
}

void remarks_of_diff(struct remarks *remarks, const struct remark_changes *changes)
{
    struct adding a = {remarks, changes, changes->view->diff};
    const char *assumed = diff_assumed(changes->view, remarks->arena);
    add_policies(&a);
    if (*assumed)
        remarks_notice(remarks, (struct remark_notice){REMARK_NOTE, "", assumed, {.file = ""}});
    for (size_t i = 0; i < changes->view->flip_count; i++)
        add_flip(&a, &changes->view->flips[i]);
}
