/* polc.y: the grammar of the policy language: tokens in, syntax tree out.
 *
 * Only the shape of sentences is said here; every action is one call of a constructor of
 * build.h. What is meant is checked in sema. A sentence that cannot be read is reported,
 * skipped up to its full stop and kept as a poisoned statement; yyparse then still returns
 * 0, so success means that nothing was reported.
 *
 * Why it looks as it does: a sentence of a clause may begin with parties, with references
 * or with a quoted text, so `names` and `mixed` share their beginnings, and a quoted text
 * is told from a quoted name by the token after it.
 */
%require "3.8"
%language "c"

%define api.pure full
%define api.prefix {polc_yy}
%define api.token.prefix {TOK_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%expect 0
%locations
%param {struct parser *parser}

%code requires {
#include "syntax/build.h"
}

%code provides {
int polc_yylex(POLC_YYSTYPE *value, struct span *span, struct parser *parser);
/* flex's own function, one token at a time; polc_yylex adds what takes more than one. */
int parse_scan(POLC_YYSTYPE *value, struct span *span, void *scanner);
/* The English name of a token's kind. */
const char *parse_token_name(int kind);
}

%code {
#include "syntax/stacks.h"

static void polc_yyerror(const struct span *span, struct parser *parser, const char *message);

#define YYLLOC_DEFAULT(Current, Rhs, N) \
    ((Current) = (N) ? parse_span(&YYRHSLOC(Rhs, 1), (N)) : (struct span){0})
}

/* ---- values, tokens, and what each rule gives ---- */

%union {
    int64_t number;
    enum date_unit unit;
    enum ast_role role;
    enum ast_compare compare;
    enum ast_when when;
    enum ast_verdict_word verdict;
    bool flag;
    struct ast_name name;
    struct ast_text text;
    struct ast_date date;
    struct ast_amount *amount;
    struct ast_name *names;
    struct ast_ref *refs;
    enum ast_point_kind choosing;
    struct ast_point *point;
    struct period_part part;
    struct expr_chain chain;
    struct ast_expr *expr;
    struct ast_except *except;
    struct ast_tree *tree;
    struct ast_spelling *spelling;
    struct ast_type *type;
    struct ast_conversion *conversion;
    struct ast_constant *constant;
    struct ast_quote *quote;
    struct ast_input_test *test;
    struct ast_input_case *input_case;
    struct ast_input_line *line;
    struct ast_event *event;
    struct ast_reading *reading;
    struct grant_scope *scope;
    const struct happening *happening;
    struct ast_rank *rank;
    struct ast_level *level;
    struct ast_sentence *sentence;
    struct ast_statement *statement;
}

%token END 0 "the end of the file"
%token <name> NAME "a name"
%token <name> CLAUSE_NUMBER "a clause number"
%token <number> NUMBER "a number"
%token <number> NEGATIVE "a negative number"
%token <number> DATE "a date"
%token <text> TEXT "a quoted text"

%token DOT "." COLON ":" COMMA "," SEMICOLON ";" LEFT "(" RIGHT ")"
%token EQUAL "=" NOT_EQUAL "!=" LESS "<" AT_MOST "<=" GREATER ">" AT_LEAST ">="

/* From here to `input`: the words that can only begin a statement. */
%token POLICY "policy" USES "uses" KIND "kind" GROUP "group" ACTOR "actor"
%token FACT "fact" CHOICE "choice" EVENTS "events" PERIOD "period" REDACTED "redacted" ACTS "acts" TERM "term"
%token AGREEMENT "agreement" DOCUMENT "document" CLAUSE "clause" WAIVER "waiver"
%token AMENDMENT "amendment" RULING "ruling" ASSERT "assert" ALLOW "allow" INPUT "input"
%token DATED "dated" OF "of" PRESUMED "presumed" NUMBER_WORD "number" DATE_WORD "date" EVENT "event"
%token YES_NO "yes/no" YES "yes" NO "no" NONE "none" UNKNOWN "unknown"
%token MEANS "means" AS "as" READ "read" BY "by" BETWEEN "between" SOURCE "source"
%token IN "in" FORCE "force" FROM "from" UNTIL "until" THROUGH "through" WHILE "while"
%token MATERIAL "material" SURVIVES "survives" PLACE "place"
%token SUBJECT "subject" TO "to" NOTWITHSTANDING "notwithstanding"
%token GRANTS "grants" EXCLUSIVE "exclusive" SOLE "sole" AMONG "among" FOR "for"
%token SHALL "shall" MAY "may" ONLY "only" IF "if" OWES "owes" WITHIN "within"
%token COMMITS "commits" EACH "each" AT "at" LEAST "least" MOST "most" RIGHTS "rights"
%token GRANTED "granted" ARE "are" RESERVED "reserved" BREACH "breach"
%token LEAVE "leave" WITH "with" DO "do" DOES "does" APPLY "apply" APPLIES "applies"
%token PREVAILS "prevails" OVER "over" ORDER "order" UNLESS "unless" STATED "stated"
%token OTHERWISE "otherwise" THE "the" STRICTER "stricter" DELETES "deletes"
%token WHERE "where" EXCEPT "except" AND "and" OR "or" NOT "not" IS "is" HAS "has"
%token OCCURRED "occurred" AGO "ago" BEFORE "before" AFTER "after" ON "on"
%token ALWAYS "always" NEVER "never" SOME "some" PERMITTED "permitted"
%token PROHIBITED "prohibited" DISPUTED "disputed" UNDETERMINED "undetermined"
%token EARLIER "earlier" LATER "later"
%token SEVERAL "several" INCLUDES "includes" DURING "during" LIST "list"
%token <unit> DAYS "days" MONTHS "months" YEARS "years"

%type <name> name date_word key unit unit_opt clause_number value as_opt of_opt label_opt
%type <number> number
%type <unit> time_unit
%type <amount> amount range_amount from_opt to_range_opt
%type <names> names names_comma verbs values to_opt leave_opt as_read_opt
%type <refs> ref refs on_opt numbered_ref quoted_ref mixed winners
%type <choosing> choosing
%type <point> point simple_point points_and points_comma
%type <part> period_part bare_part dated_part
%type <chain> and_chain or_chain
%type <expr> condition operand atom where_opt
%type <compare> compare
%type <when> when
%type <except> excepts except except_core consent carve_backs
%type <tree> tree trees children_opt
%type <spelling> spellings_opt
%type <type> hidden_type type number_type
%type <conversion> conversions conversions_opt
%type <constant> presumed_opt otherwise_opt plain_value input_value
%type <quote> quotes
%type <test> test tests
%type <input_case> case cases
%type <line> line line_core reads lines
%type <text> text_opt
%type <happening> happening
%type <event> event event_list event_name
%type <reading> reading readings meaning
%type <role> role
%type <flag> not_opt or_none_opt extremum
%type <scope> exclusivity scope
%type <rank> rank ranks
%type <level> levels
%type <sentence> core acting_if promised grouped owing other prevails order stricter rank_sentence other_item
%type <sentence> rank_item sentences
%type <sentence> sentences_other sentences_rank
%type <statement> declaration header attribute agreement clause clause_flags
%type <statement> waiver assertion rank_statement span_of_time
%type <verdict> verdict
%type <date> until_opt

%%

/* ---- statements ---- */

file: %empty | file statement ;

statement:
    declaration "."  { build_statement_end(parser, $1, @$); }
  | header ":"       { build_statement_end(parser, $1, @$); }
  | error "."        { build_poison(parser, @$); yyerrok; }
  ;

header:
    agreement
  | DOCUMENT name    { $$ = build_statement(parser, STATEMENT_DOCUMENT, $2); }
  ;

declaration:
    POLICY TEXT DATED DATE            { $$ = build_policy(parser, $2, build_date($4, @4)); }
  | USES TEXT                         { $$ = build_uses(parser, $2); }
  | KIND name ":" trees               { $$ = build_kind(parser, $2, $4); }
  | GROUP name OF name ":" names_comma { $$ = build_group(parser, $2, $4, $6); }
  | attribute presumed_opt text_opt   { $$ = build_attribute_end($1, $2, $3); }
  | EVENTS event_list                 { $$ = build_events(parser, $2); }
  | happening OCCURRED ON DATE        { $$ = build_occurrence(parser, $1, build_date($4, @4)); }
  | span_of_time
  | REDACTED name ":" hidden_type text_opt {
        $$ = build_redacted(parser, $2, $4, $5);
    }
  | ACTS trees                        { $$ = build_acts(parser, $2); }
  | TERM name ":" readings            { $$ = build_term(parser, $2, $4); }
  | TERM name meaning                 { $$ = build_term(parser, $2, readings_one($3)); }
  | clause
  | rank_statement
  | waiver where_opt excepts          { $$ = build_waiver_end($1, $2, $3); }
  | AMENDMENT name OF name DATED DATE ":" DELETES refs {
        $$ = build_amendment(parser, $2, $4, build_date($6, @6), $9);
    }
  | RULING TEXT DATED DATE ":" name AS READ BY names {
        $$ = build_ruling(parser, $2, build_date($4, @4), $6, $10);
    }
  | ASSERT TEXT ":" assertion as_read_opt where_opt { $$ = build_assert_end($4, $2, $5, $6); }
  | ALLOW name on_opt until_opt text_opt { $$ = build_allow(parser, $2, $3, $4, $5); }
  | INPUT name FOR NAME WITH tests ":" lines { $$ = build_input(parser, $2, $4, $6, $8); }
  ;

/* ---- names, references, amounts ---- */

name: NAME | TEXT { $$ = build_name(parser, $1); } ;

names:
    name            { $$ = names_one(build_item(parser, $1)); }
  | names AND name  { $$ = names_add($1, build_item(parser, $3)); }
  ;

names_comma:
    name                  { $$ = names_one(build_item(parser, $1)); }
  | names_comma "," name  { $$ = names_add($1, build_item(parser, $3)); }
  ;

verbs:
    name           { $$ = names_one(build_item(parser, $1)); }
  | verbs OR name  { $$ = names_add($1, build_item(parser, $3)); }
  ;

value: name | YES { $$ = build_word(parser, @1); } | NO { $$ = build_word(parser, @1); }
     | NONE { $$ = build_word(parser, @1); } ;

values:
    value             { $$ = names_one(build_item(parser, $1)); }
  | values "," value  { $$ = names_add($1, build_item(parser, $3)); }
  ;

text_opt: %empty { $$ = (struct ast_text){0}; } | TEXT ;

clause_number: CLAUSE_NUMBER | NUMBER { $$ = build_word(parser, @1); } ;

numbered_ref:
    clause_number       { $$ = build_ref(parser, (struct ast_name){0}, $1, @$); }
  | NAME clause_number  { $$ = build_ref(parser, $1, $2, @$); }
  ;

quoted_ref: TEXT clause_number { $$ = build_ref(parser, build_name(parser, $1), $2, @$); } ;

ref:
    numbered_ref
  | quoted_ref
  | name                { $$ = build_ref(parser, $1, (struct ast_name){0}, @$); }
  ;

refs:
    ref           { $$ = refs_one($1); }
  | refs AND ref  { $$ = refs_add($1, $3); }
  ;

/* References of which at least one has a number, where parties might stand as well. */
mixed:
    numbered_ref            { $$ = refs_one($1); }
  | names AND numbered_ref  { $$ = refs_add(build_refs(parser, $1), $3); }
  | names AND quoted_ref    { $$ = refs_add(build_refs(parser, $1), $3); }
  | mixed AND ref           { $$ = refs_add($1, $3); }
  ;

number: NUMBER | NEGATIVE ;
time_unit: DAYS | MONTHS | YEARS ;
unit: name | time_unit { $$ = build_word(parser, @1); } ;
unit_opt: %empty { $$ = (struct ast_name){0}; } | IN unit { $$ = $2; } ;

amount: range_amount | number TEXT { $$ = build_amount(parser, $1, build_name(parser, $2), @$); } ;

/* An amount after which a quoted text may follow, which is then no unit. */
range_amount:
    number            { $$ = build_amount(parser, $1, (struct ast_name){0}, @$); }
  | number NAME       { $$ = build_amount(parser, $1, $2, @$); }
  | number time_unit  { $$ = build_amount(parser, $1, build_word(parser, @2), @$); }
  ;

/* ---- points in time and periods ---- */

point:
    simple_point
  | THE choosing OF points_and  { $$ = build_point_of(parser, $2, $4, @$); }
  ;

simple_point:
    DATE                                   { $$ = build_point_day(parser, $1, @$); }
  | happening                              { $$ = build_point_event(parser, $1, @$); }
  | NUMBER time_unit AFTER simple_point    { $$ = build_point_after(parser, $1, $2, $4, @$); }
  | name AFTER simple_point                { $$ = build_point_hidden(parser, $1, $3, @$); }
  | THE choosing OF "(" points_comma ")"   { $$ = build_point_of(parser, $2, $5, @$); }
  ;

choosing: EARLIER { $$ = POINT_EARLIER; } | LATER { $$ = POINT_LATER; } ;

points_and:
    simple_point AND simple_point  { $$ = points_add(points_one($1), $3); }
  | points_and AND simple_point    { $$ = points_add($1, $3); }
  ;

points_comma:
    simple_point                   { $$ = points_one($1); }
  | points_comma "," simple_point  { $$ = points_add($1, $3); }
  ;

dated_part:
    FROM point    { $$ = (struct period_part){.kind = PART_FROM, .point = $2}; }
  | UNTIL point   { $$ = (struct period_part){.kind = PART_UNTIL, .point = $2}; }
  | THROUGH DATE  { $$ = (struct period_part){.kind = PART_THROUGH, .day = $2, .word = @2}; }
  ;

bare_part:
    dated_part
  | WHILE condition  { $$ = (struct period_part){.kind = PART_WHILE, .cond = $2}; }
  ;

period_part: bare_part | IN FORCE bare_part { $$ = $3; } ;

span_of_time:
    PERIOD name ":" dated_part  {
        $$ = build_period(parser, build_statement(parser, STATEMENT_PERIOD, $2), $4, @4);
    }
  | span_of_time dated_part     { $$ = build_period(parser, $1, $2, @2); }
  ;

on_opt: %empty { $$ = NULL; } | ON refs { $$ = $2; } ;

until_opt: %empty { $$ = (struct ast_date){0}; } | UNTIL DATE { $$ = build_date($2, @2); } ;

/* ---- conditions ---- */

where_opt: %empty { $$ = NULL; } | WHERE condition { $$ = build_where(parser, $2, @1); } ;

condition: or_chain { $$ = build_chain_end(parser, $1); } ;

or_chain:
    and_chain              { $$ = build_chain(build_chain_end(parser, $1)); }
  | or_chain OR and_chain  {
        $$ = build_chain_add(parser, EXPR_OR, $1, build_chain_end(parser, $3));
    }
  ;

and_chain:
    operand                { $$ = build_chain($1); }
  | and_chain AND operand  { $$ = build_chain_add(parser, EXPR_AND, $1, $3); }
  ;

operand: atom | NOT atom { $$ = build_not(parser, $2, @$); } ;

atom:
    "(" condition ")"                { $$ = build_parenthesised($2, @$); }
  | ALWAYS                           { $$ = build_expr(parser, EXPR_ALWAYS, @$); }
  | NEVER                            { $$ = build_expr(parser, EXPR_NEVER, @$); }
  | name                             { $$ = build_name_expr(parser, EXPR_NAME, $1, @$); }
  | name IS not_opt value            { $$ = build_is(parser, $1, $3, $4, @$); }
  | name IS not_opt ONLY value       { $$ = build_only(parser, $1, $3, $5, @$); }
  | name INCLUDES value              { $$ = build_includes(parser, $1, false, $3, @$); }
  | name DOES NOT INCLUDES value     { $$ = build_includes(parser, $1, true, $5, @$); }
  | name IS not_opt IN "(" values ")"  { $$ = build_is_in(parser, $1, $3, $6, @$); }
  | name IS not_opt IN FORCE         { $$ = build_in_force(parser, $1, $3, @$); }
  | name IS not_opt IN name          { $$ = build_is_member(parser, $1, $3, $5, @$); }
  | name compare name                { $$ = build_compare_to(parser, $1, $2, $3, @$); }
  | name compare amount              { $$ = build_compare(parser, $1, $2, *$3, @$); }
  | name IS when DATE                { $$ = build_when(parser, $1, $3, $4, @$); }
  | date_word IS when DATE           { $$ = build_when(parser, $1, $3, $4, @$); }
  | DURING name                      { $$ = build_name_expr(parser, EXPR_DURING, $2, @$); }
  | happening HAS not_opt OCCURRED   { $$ = build_occurred(parser, $1, $3, @$); }
  | happening OCCURRED WITHIN NUMBER time_unit {
        $$ = build_elapsed(build_happening(parser, EXPR_WITHIN, $1, @$), $4, $5);
    }
  | happening OCCURRED AT LEAST NUMBER time_unit AGO {
        $$ = build_elapsed(build_happening(parser, EXPR_AGO, $1, @$), $5, $6);
    }
  ;

/* An event; of which value, where there is one for each value of a kind. */
happening: name of_opt { $$ = build_event_of(parser, $1, $2); } ;
of_opt: %empty { $$ = (struct ast_name){0}; } | OF name { $$ = $2; } ;

date_word: DATE_WORD { $$ = build_word(parser, @1); } ;
not_opt: %empty { $$ = false; } | NOT { $$ = true; } ;

compare:
    "<" { $$ = COMPARE_LT; } | "<=" { $$ = COMPARE_LE; } | "="  { $$ = COMPARE_EQ; }
  | ">" { $$ = COMPARE_GT; } | ">=" { $$ = COMPARE_GE; } | "!=" { $$ = COMPARE_NE; }
  ;

when:
    BEFORE        { $$ = WHEN_BEFORE; }
  | AFTER         { $$ = WHEN_AFTER; }
  | ON            { $$ = WHEN_ON; }
  | ON OR BEFORE  { $$ = WHEN_ON_OR_BEFORE; }
  | ON OR AFTER   { $$ = WHEN_ON_OR_AFTER; }
  ;

excepts: %empty { $$ = NULL; }
  | excepts except { $$ = $1 ? excepts_add($1, $2) : excepts_one($2); } ;

except: EXCEPT label_opt except_core carve_backs {
        $$ = build_except_end($3, $2, $4, @$);
    } ;

label_opt: %empty { $$ = (struct ast_name){0}; }
  | "(" NAME ")" { $$ = $2; } | "(" NUMBER ")" { $$ = build_word(parser, @2); } ;

except_core:
    WHERE condition          { $$ = build_except(parser, build_where(parser, $2, @1)); }
  | consent where_opt        { $$ = build_except_where($1, $2); }
  | WHERE condition consent  { $$ = build_except_where($3, build_where(parser, $2, @1)); }
  ;

consent: WITH WAIVER OF name as_opt { $$ = build_consent(parser, $4, $5); } ;

as_opt: %empty { $$ = (struct ast_name){0}; } | AS name { $$ = $2; } ;

carve_backs: %empty { $$ = NULL; }
  | carve_backs "(" except excepts ")" { $$ = build_carve_backs($1, $3, $4); } ;

/* ---- vocabulary ---- */

trees:
    tree            { $$ = trees_one($1); }
  | trees "," tree  { $$ = trees_add($1, $3); }
  ;

tree: name spellings_opt children_opt { $$ = build_tree(parser, $1, $2, $3, @$); } ;

spellings_opt: %empty { $$ = NULL; }
  | spellings_opt TEXT {
        struct ast_spelling *item = build_spelling(parser, $2);
        $$ = $1 ? spellings_add($1, item) : spellings_one(item);
    } ;

children_opt: %empty { $$ = NULL; } | "(" trees ")" { $$ = $2; } ;

role: ACTOR { $$ = ROLE_ACTOR; } | FACT { $$ = ROLE_FACT; } | CHOICE { $$ = ROLE_CHOICE; } ;

attribute: role name ":" type { $$ = build_attribute(parser, $1, $2, $4); } ;

type:
    name or_none_opt           { $$ = build_type_kind(parser, $1, $2, @$); }
  | "(" trees ")" or_none_opt  { $$ = build_type_inline(parser, $2, $4, @$); }
  | SEVERAL OF name            { $$ = build_type_several(parser, $3, NULL, @$); }
  | SEVERAL OF "(" trees ")"   {
        $$ = build_type_several(parser, (struct ast_name){0}, $4, @$);
    }
  | YES_NO                     { $$ = build_type(parser, TYPE_YES_NO, @$); }
  | DATE_WORD                  { $$ = build_type(parser, TYPE_DATE, @$); }
  | EVENT                      { $$ = build_type(parser, TYPE_EVENT, @$); }
  | number_type from_opt to_range_opt { $$ = build_type_range($1, $2, $3, @$); }
  ;

hidden_type:
    NUMBER_WORD unit_opt  { $$ = build_type_range(build_type_number(parser, $2, NULL), NULL, NULL, @$); }
  | time_unit             { $$ = build_type_time(parser, $1, @$); }
  | LIST OF name          { $$ = build_type_list(parser, $3, @$); }
  ;

or_none_opt: %empty { $$ = false; } | OR NONE { $$ = true; } ;

number_type: NUMBER_WORD unit_opt conversions_opt { $$ = build_type_number(parser, $2, $3); } ;

conversions_opt: %empty { $$ = NULL; } | "(" conversions ")" { $$ = $2; } ;

conversions:
    amount "=" amount                  {
        $$ = conversions_one(build_conversion(parser, $1, $3, @$));
    }
  | conversions "," amount "=" amount  {
        $$ = conversions_add($1, build_conversion(parser, $3, $5, parse_span(&@3, 3)));
    }
  ;

from_opt: %empty { $$ = NULL; } | FROM range_amount { $$ = $2; } ;
to_range_opt: %empty { $$ = NULL; } | TO range_amount { $$ = $2; } ;

presumed_opt: %empty { $$ = NULL; }
  | PRESUMED value         { $$ = build_constant_name(parser, $2, @$); }
  | PRESUMED range_amount  { $$ = build_constant_amount(parser, $2, @$); }
  | PRESUMED DATE          { $$ = build_constant_date(parser, $2, @$); }
  ;

event_list:
    event                 { $$ = events_one($1); }
  | event_list "," event  { $$ = events_add($1, $3); }
  ;

event:
    event_name
  | event_name TEXT          { $$ = build_event_gloss($1, $2, false); }
  | event_name UNKNOWN       { $$ = build_event_gloss($1, (struct ast_text){0}, true); }
  | event_name TEXT UNKNOWN  { $$ = build_event_gloss($1, $2, true); }
  | event_name UNKNOWN TEXT  { $$ = build_event_gloss($1, $3, true); }
  ;

event_name:
    name          { $$ = build_event(parser, $1, (struct ast_name){0}); }
  | name BY name  { $$ = build_event(parser, $1, $3); }
  ;

readings:
    reading               { $$ = readings_one($1); }
  | readings ";" reading  { $$ = readings_add($1, $3); }
  ;

reading: AS READ BY names meaning { $$ = build_reading_by($5, $4, @$); } ;

meaning: text_opt MEANS condition excepts { $$ = build_reading(parser, $1, $3, $4, @$); } ;

/* ---- agreements and clauses ---- */

agreement:
    AGREEMENT name BETWEEN names  { $$ = build_agreement(parser, $2, $4); }
  | agreement SOURCE TEXT         { $$ = build_source(parser, $1, $3); }
  | agreement period_part         { $$ = build_period(parser, $1, $2, @2); }
  ;

clause_flags:
    CLAUSE clause_number text_opt      { $$ = build_clause(parser, $2, $3); }
  | clause_flags MATERIAL              { $$ = build_material(parser, $1, @2); }
  | clause_flags SURVIVES              { $$ = build_survives(parser, $1, @2); }
  | clause_flags dated_part            { $$ = build_period(parser, $1, $2, @2); }
  | clause_flags IN PLACE OF refs      { $$ = build_in_place(parser, $1, $5, @2); }
  | clause_flags WHILE refs is_are IN FORCE { $$ = build_while_live(parser, $1, $3, @2); }
  ;

is_are: IS | ARE ;

clause:
    clause_flags ":" sentences                 {
        $$ = build_clause_body(parser, $1, NULL, $3, (struct ast_text){0});
    }
  | clause_flags ":" ranks "," sentences       {
        $$ = build_clause_body(parser, $1, $3, $5, (struct ast_text){0});
    }
  | clause_flags ":" TEXT ranks "," sentences  { $$ = build_clause_body(parser, $1, $4, $6, $3); }
  ;

ranks:
    rank            { $$ = ranks_one($1); }
  | ranks "," rank  { $$ = ranks_add($1, $3); }
  ;

rank:
    SUBJECT TO refs       { $$ = build_rank(parser, RANK_SUBJECT_TO, $3, @$); }
  | NOTWITHSTANDING refs  { $$ = build_rank(parser, RANK_NOTWITHSTANDING, $2, @$); }
  ;

/* ---- the sentences of a clause ---- */

sentences: sentences_other | sentences_rank ;

/* `otherwise the stricter prevails` may only follow a sentence that ranks. */
sentences_other:
    other_item                          { $$ = sentences_one($1); }
  | sentences_other ";" other_item      { $$ = sentences_add($1, $3); }
  | sentences_rank ";" other_item       { $$ = sentences_add($1, $3); }
  | sentences_rank ";" stricter         { $$ = sentences_add($1, $3); }
  ;

sentences_rank:
    rank_item                      { $$ = sentences_one($1); }
  | sentences_other ";" rank_item  { $$ = sentences_add($1, $3); }
  | sentences_rank ";" rank_item   { $$ = sentences_add($1, $3); }
  ;

other_item: other | TEXT other { $$ = build_text($2, $1); } ;
rank_item: rank_sentence | TEXT rank_sentence { $$ = build_text($2, $1); } ;

other: core where_opt excepts { $$ = build_sentence_end($1, $2, $3, @1, @$); } ;

core:
    names GRANTS names exclusivity name scope {
        $$ = build_grant(parser, $1, $3, $5, build_scope_join($4, $6));
    }
  | names SHALL NOT verbs to_opt  { $$ = build_acting(parser, SENTENCE_SHALL_NOT, $1, $4, $5); }
  | acting_if condition to_opt    { $$ = build_only_if(parser, $1, $2, $3); }
  | names MAY verbs leave_opt     { $$ = build_acting(parser, SENTENCE_MAY, $1, $3, $4); }
  | RIGHTS NOT GRANTED TO names ARE RESERVED to_opt {
        $$ = build_acting(parser, SENTENCE_RESERVED, $5, NULL, $8);
    }
  | owing
  | IF IN BREACH comma_opt owing          { $$ = build_breach($5, NULL); }
  | IF IN BREACH OF refs comma_opt owing  { $$ = build_breach($7, $5); }
  | promised BY DATE  { $$ = build_commits_end($1, build_date($3, @3)); }
  | grouped BY DATE   { $$ = build_commits_end($1, build_date($3, @3)); }
  | promised each_year FROM DATE THROUGH DATE {
        $$ = build_each_year($1, build_date($4, @4), build_date($6, @6));
    }
  | grouped each_year FROM DATE THROUGH DATE {
        $$ = build_each_year($1, build_date($4, @4), build_date($6, @6));
    }
  | mixed DO NOT APPLY    { $$ = build_lift(parser, $1); }
  | mixed DOES NOT APPLY  { $$ = build_lift(parser, $1); }
  | NO CLAUSE APPLIES     { $$ = build_lift(parser, NULL); }
  ;

acting_if: names SHALL verbs to_opt ONLY IF {
        $$ = build_acting(parser, SENTENCE_ONLY_IF, $1, $3, $4);
    } ;

/* What is promised; the days follow. After `by` a date is told from a fact. */
grouped: promised BY names { $$ = build_groups($1, $3); } ;

promised:
    names COMMITS TO AT extremum amount OF name {
        $$ = build_commits(parser, $1, $5, $6, $8);
    }
  | names COMMITS TO AT extremum amount OF name FROM names as_opt {
        $$ = build_share(parser, build_commits(parser, $1, $5, $6, $8), $10, $11);
    }
  ;

owing:
    names OWES names TEXT                          { $$ = build_owes(parser, $1, $3, $4); }
  | names OWES names TEXT WITHIN NUMBER time_unit  {
        $$ = build_within(build_owes(parser, $1, $3, $4), $6, $7);
    }
  ;

comma_opt: %empty | "," ;
each_year: IN EACH YEARS ;
extremum: LEAST { $$ = false; } | MOST { $$ = true; } ;

exclusivity:
    EXCLUSIVE                        { $$ = build_scope(parser, true, false); }
  | SOLE                             { $$ = build_scope(parser, false, true); }
  | SOLE and_opt EXCLUSIVE           { $$ = build_scope(parser, true, true); }
  | EXCLUSIVE and_opt SOLE           { $$ = build_scope(parser, true, true); }
  ;

and_opt: %empty | AND ;

scope:
    %empty                           { $$ = build_scope(parser, false, false); }
  | AMONG name                       { $$ = build_scope_of(parser, $2, NULL); }
  | FOR verbs                        { $$ = build_scope_of(parser, (struct ast_name){0}, $2); }
  | AMONG name FOR verbs             { $$ = build_scope_of(parser, $2, $4); }
  | FOR verbs AMONG name             { $$ = build_scope_of(parser, $4, $2); }
  ;

to_opt: %empty { $$ = NULL; } | TO names { $$ = $2; } ;
leave_opt: %empty { $$ = NULL; } | WITH LEAVE OF names { $$ = $4; } ;

/* ---- ranks: `prevails`, `order`, alone or in a clause ---- */

rank_sentence:
    prevails where_opt              { $$ = build_prevails_end($1, $2, NULL, @$); }
  | prevails where_opt EXCEPT refs  { $$ = build_prevails_end($1, $2, $4, @$); }
  | order where_opt                 { $$ = build_order_end($1, $2, false, @$); }
  | order where_opt UNLESS STATED   { $$ = build_order_end($1, $2, true, @$); }
  ;

stricter: OTHERWISE THE STRICTER PREVAILS { $$ = build_stricter(parser, @$); } ;

prevails: winners PREVAILS OVER refs { $$ = build_prevails(parser, $1, $4, @$); } ;
winners: mixed | names { $$ = build_refs(parser, $1); } ;
order: ORDER ":" levels { $$ = build_order(parser, $3, @$); } ;

levels:
    refs             { $$ = levels_one(build_level(parser, $1)); }
  | levels "," refs  { $$ = levels_add($1, build_level(parser, $3)); }
  ;

rank_statement:
    rank_sentence               { $$ = build_rank_statement(parser, sentences_one($1)); }
  | rank_sentence ";" stricter  {
        $$ = build_rank_statement(parser, sentences_add(sentences_one($1), $3));
    }
  ;

/* ---- waivers and questions ---- */

waiver:
    WAIVER name BY names OF refs  { $$ = build_waiver(parser, $2, $4, $6); }
  | waiver period_part            { $$ = build_period(parser, $1, $2, @2); }
  ;

assertion:
    NEVER verdict   { $$ = build_assert(parser, ASSERT_NEVER, $2); }
  | ALWAYS verdict  { $$ = build_assert(parser, ASSERT_ALWAYS, $2); }
  | SOME CHOICE IS PERMITTED {
        $$ = build_assert(parser, ASSERT_SOME_CHOICE, VERDICT_PERMITTED);
    }
  ;

verdict:
    PERMITTED     { $$ = VERDICT_PERMITTED; }
  | PROHIBITED    { $$ = VERDICT_PROHIBITED; }
  | DISPUTED      { $$ = VERDICT_DISPUTED; }
  | UNDETERMINED  { $$ = VERDICT_UNDETERMINED; }
  ;

as_read_opt: %empty { $$ = NULL; } | AS READ BY names { $$ = $4; } ;

/* ---- inputs: paths and patterns are quoted texts ---- */

tests:
    test            { $$ = tests_one($1); }
  | tests AND test  { $$ = tests_add($1, $3); }
  ;

test:
    TEXT                    { $$ = build_input_test(parser, $1, false, NULL, @$); }
  | NO TEXT                 { $$ = build_input_test(parser, $2, true, NULL, @$); }
  | TEXT IS not_opt quotes  { $$ = build_input_test(parser, $1, $3, $4, @$); }
  ;

quotes:
    TEXT            { $$ = quotes_one(build_quote(parser, $1)); }
  | quotes OR TEXT  { $$ = quotes_add($1, build_quote(parser, $3)); }
  ;

lines:
    line            { $$ = lines_one($1); }
  | lines ";" line  { $$ = lines_add($1, $3); }
  ;

line: line_core { $$ = build_line(parser, $1, @$); } ;

line_core:
    EACH TEXT                  { $$ = build_each(parser, $2, @1); }
  | EACH TEXT WHERE tests      {
        $$ = build_each_where(parser, build_each(parser, $2, @1), $4, @3);
    }
  | UNKNOWN AT TEXT FOR TEXT   { $$ = build_marks(parser, $3, $5, @1); }
  | key IS plain_value         {
        $$ = build_value(build_input_fact(parser, $1, NULL), $3);
    }
  | reads otherwise_opt        { $$ = build_value($1, $2); }
  | reads IN unit otherwise_opt  { $$ = build_value(build_unit($1, $3), $4); }
  | reads WITH cases otherwise_opt  { $$ = build_value(build_cases($1, $3), $4); }
  | reads WITH cases IN unit otherwise_opt {
        $$ = build_value(build_unit(build_cases($1, $3), $5), $6);
    }
  ;

key: name | date_word ;
reads: key IS quotes { $$ = build_input_fact(parser, $1, $3); } ;

cases:
    case            { $$ = cases_one($1); }
  | cases "," case  { $$ = cases_add($1, $3); }
  ;

case: TEXT AS input_value { $$ = build_input_case(parser, $1, $3); } ;

otherwise_opt: %empty { $$ = NULL; }
  | OTHERWISE input_value      { $$ = $2; }
  | "," OTHERWISE input_value  { $$ = $3; }
  ;

input_value: plain_value
  | TEXT  { $$ = build_constant_name(parser, build_name(parser, $1), @$); }
  ;

/* A value that cannot be taken for a path. */
plain_value:
    NAME     { $$ = build_constant_name(parser, $1, @$); }
  | YES      { $$ = build_constant_name(parser, build_word(parser, @1), @$); }
  | NO       { $$ = build_constant_name(parser, build_word(parser, @1), @$); }
  | NONE     { $$ = build_constant_name(parser, build_word(parser, @1), @$); }
  | NEVER    { $$ = build_constant_name(parser, build_word(parser, @1), @$); }
  | UNKNOWN  { $$ = build_constant_unknown(parser, @$); }
  | amount   { $$ = build_constant_amount(parser, $1, @$); }
  | DATE     { $$ = build_constant_date(parser, $1, @$); }
  ;

%%

/* ---- errors: which tokens would fit ---- */

const char *parse_token_name(int kind)
{
    return yysymbol_name(YYTRANSLATE(kind));
}

static int yyreport_syntax_error(const yypcontext_t *context, struct parser *parser)
{
    yysymbol_kind_t kinds[YYNTOKENS];
    const char *expected[YYNTOKENS], *all[YYNTOKENS];
    int count = yypcontext_expected_tokens(context, kinds, YYNTOKENS);
    size_t words = 0;
    for (int i = 0; i < count; i++)
        expected[i] = yysymbol_name(kinds[i]);
    for (int kind = YYSYMBOL_POLICY; kind < YYNTOKENS; kind++)
        all[words++] = yysymbol_name((yysymbol_kind_t)kind);
    yysymbol_kind_t found = yypcontext_token(context);
    parse_unexpected(parser, &(struct unexpected){
        .found = yysymbol_name(found),
        .span = *yypcontext_location(context),
        .expected = expected,
        .expected_count = count > 0 ? (size_t)count : 0,
        .all = all,
        .all_count = words,
        .opening_count = YYSYMBOL_INPUT - YYSYMBOL_POLICY + 1,
        .is_name = found == YYSYMBOL_NAME,
        .previous_is_name = parser->before.kind == TOK_NAME,
        .opens_statement = found >= YYSYMBOL_POLICY && found <= YYSYMBOL_INPUT,
    });
    return 0;
}

/* Only bison's own failures come here: a stack that may not grow further. */
static void polc_yyerror(const struct span *span, struct parser *parser, const char *message)
{
    (void)message;
    parse_too_deep(parser, *span, false);
}
