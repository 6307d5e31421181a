/* html.h: the decision table, verdicts, findings, differences and tests as one page each that needs
 * nothing else.
 *
 * In: a table (table.h has the page of it alone), and what a command found. Out: one HTML
 * document, which is well-formed XML too. It holds its style and a small script, asks nothing
 * of any network, and says everything without the script: that only filters. A page of verdicts
 * is written piece by piece: begin, one call a deployment, end. Equal input gives equal bytes.
 */
#ifndef POLC_EMIT_HTML_H
#define POLC_EMIT_HTML_H

#include "emit/coverage.h"
#include "emit/diff.h"
#include "emit/findings.h"
#include "emit/verdict.h"

#include <polc/cases.h>

/* Everything up to the first deployment. */
void emit_html_begin(const struct table *table, struct strbuf *out);
/* A deployment: the verdict, what it turns on, each clause that speaks with its words, its
 * condition and its exceptions, what is permitted instead, duties, what was presumed. */
void emit_html_case(const struct emit_case *c, struct strbuf *out);
/* The summary, the decision table, the end of the document. */
void emit_html_end(const struct table *table, const struct emit_summary *summary,
                   struct strbuf *out);

/* What `polc check` found. */
struct emit_check {
    const char *name;           /* of the policy; where it has none, of its file */
    struct diags *diags;        /* all that is told */
    struct findings_aside *aside; /* and what is not; without an analysis, empty */
    const struct model *model;  /* both NULL: the policy has errors */
    const struct table *table;
};
/* The findings, the worst first: each with its clauses, in the contract's words and marked in the
 * policy's, a deployment to copy, and what to do; then those left open, and those accepted. */
void emit_html_check(const struct emit_check *check, struct strbuf *out);

/* What two policies say differently: regions by what became of them, the old verdict beside the
 * new one; the deployments that get another; duties, clauses, vocabulary; both decision tables. */
void emit_html_diff(const struct emit_diff *view, struct strbuf *out);

/* A file of cases of which something could not be read. */
struct emit_refused {
    const char *path, *text; /* the messages */
};

/* What `polc test` found. */
struct emit_suite {
    const polc_case *cases;
    size_t case_count;
    polc_case_counts counts;
    const struct emit_refused *refused;
    size_t refused_count;
    const struct cover_entry *entries; /* none, and NULL: coverage was not asked for */
    size_t entry_count;
    const polc_coverage *kinds; /* by enum cover_kind */
    polc_coverage all;          /* their sum */
    const struct table *const *tables; /* of the policies, in the order of their first use */
    const char *const *files;          /* of each the first file with cases about it */
    size_t policy_count;
};
/* The cases that failed, with what was expected and found; the others in a table; what is covered
 * in bars, by kind and clause by clause, with what is missing. */
void emit_html_suite(const struct emit_suite *suite, struct strbuf *out);

#endif
