/* table.h: the decision table: what `polc compile` writes and everything after it reads.
 *
 * A table is a set of flat sections (sections.def), each an array of fixed-size structs
 * without pointers. On disk, arrays of numbers are packed (pack.h); what a verdict reads most,
 * records, rows and texts, is used as it is mapped. `struct table` is a view: typed pointers
 * into one image and what was unpacked from it. The policy text is not needed any more: names, words
 * and places are in the table.
 *
 * How a condition is stored. Columns with few cells (64 or less) are *small*: each cell is
 * one bit of a mask of table.meta->mask_words 64-bit words. The others are *wide*: each has
 * a 16-bit lane, which holds the cell number shifted right by the column's lane_shift. A
 * *record* is one cube:
 *
 *     u64 mask[mask_words]   bits of the cells it accepts (all bits of a column not tested)
 *     u16 low[lanes]         least and greatest lane value that it accepts
 *     u16 high[lanes]
 *     u32 node               whose cube it is
 *     u32 exact              IR_NONE: the record decides. Else a cube whose literals, and the
 *                            node's expression when it is residual, must be checked as well:
 *                            its wide sets are no intervals, or lie inside a lane's bucket
 *
 * A point sets one bit per small column and one value per lane; it is in the record iff no
 * bit of the point is outside the mask and every lane lies between low and high.
 *
 * How candidates are found. There is one index per sign. A cube that tests a wide column
 * with few cells is *posted* under each of them (that column is its pivot); the rest is
 * *wild* and has one bit in the rows of some small columns' cells, which are ANDed. Both
 * are filters: the record, and the exact check behind it, decide.
 */
#ifndef POLC_TABLE_TABLE_H
#define POLC_TABLE_TABLE_H

#include "ir/ir.h"
#include "sema/vocab.h"

#define TABLE_VERSION 5u
#define TABLE_SMALL_CELLS 64u /* bits of a mask word */
#define TABLE_ROW_COLUMNS 6 /* of the wild records of a sign, at most */
#define TABLE_SIGNS 3 /* enum norm_sign: prohibit, permit, duty */

struct table_meta {
    struct ir_text name;   /* of the policy */
    int64_t dated;
    uint64_t policy_hash;  /* of all source texts, in the order loaded */
    uint64_t vocab_hash;   /* of names, kinds and domains: equal vocabularies, equal hash */
    uint32_t mask_words, lanes, record_size; /* lanes is a multiple of 4; size in bytes */
    uint32_t party_kind, actor, act; /* as in vocab.h */
    uint32_t residuals;    /* nodes that need their expression */
    uint32_t norm_count;   /* nodes 0..norm_count-1 */
};

struct table_column {
    uint32_t kind; /* enum ir_column_kind */
    uint32_t var;
    uint32_t cell_count;
    uint32_t first_cut; /* in cuts: least value of each cell; not for SINCE */
    int64_t count;      /* SINCE */
    uint32_t unit, past; /* SINCE */
    uint32_t small;     /* 1: bits shift..shift+cell_count-1 of mask word `word` */
    uint32_t word, shift;
    uint32_t lane, lane_shift; /* wide: its lane; 16-bit value = cell >> lane_shift */
    uint32_t reserved;
};

struct table_expr {
    uint32_t op : 3; /* enum ir_op */
    uint32_t a : 29; /* LITERAL: literal; NAMED: named; NOT, AND, OR: expr */
    uint32_t b;      /* AND, OR: expr; LITERAL, NAMED: offset in text of the user's words */
};

struct table_node {
    uint8_t kind;          /* enum ir_node_kind */
    uint8_t residual;
    uint16_t record_count; /* in records: its own; they may be posted or wild as well */
    uint32_t first_record;
    uint32_t expr;
    uint32_t first_child, child_count; /* in children */
    uint32_t component;
    uint32_t info; /* NODE_EXCEPT: its row in exceptions; LIFT: clause; WAIVER: row in waivers */
};

enum table_norm_flags {
    NORM_IN_BREACH = 1,   /* `if in breach`: due only where one of breach_of is effective */
    NORM_MAY_CONTEST = 2, /* prohibition: every holder has some grant that could contest it */
    NORM_WITHIN = 4,
    NORM_AT_MOST = 8,
    NORM_RESERVED = 16,   /* an implied `rights not granted` */
    NORM_EACH_YEAR = 32,  /* a commitment with a sum for each year */
    NORM_SHARE = 64       /* a commitment to a share of the sum; the amount is in percent */
};

struct table_norm {
    uint8_t sign;  /* enum norm_sign */
    uint8_t form;  /* enum norm_form */
    uint16_t flags; /* enum table_norm_flags */
    uint32_t clause;
    uint32_t bearer; /* node of the party kind, as all parties here */
    uint32_t first_holder, holder_count; /* in ids */
    uint32_t first_rank, rank_count; /* in ranks: those that it loses */
    uint32_t applied, actor, live;   /* expr: S; the actor; live(clause) */
    uint32_t text;   /* offset in text of the quoted text before it; 0 when none */
    uint32_t place;  /* in places: of its head */
    uint32_t duty;   /* row in duties; 0, which is all zero, for what owes nothing */
};

/* What only duties have. */
struct table_duty {
    uint32_t first_creditor, creditor_count; /* in ids */
    uint32_t first_breach, breach_count;     /* in ids: norms */
    uint32_t what;        /* offset in text; 0 when none */
    uint32_t within_unit; /* enum date_unit */
    int64_t within;
    int64_t amount, by;   /* commitments; the amount in the base unit; the last day that counts */
    int64_t from;         /* of NORM_EACH_YEAR: the day on which the first year begins; else 0 */
    uint32_t amount_var;
    uint32_t amount_unit; /* in which it is written: from its variable's first_unit */
    uint32_t first_group, group_count; /* in group_vars: a sum for each group of their values */
    uint32_t share_var;   /* of NORM_SHARE: what has a value of this variable in… */
    uint32_t first_share, share_count; /* …these leaves, in share_ranges */
    uint32_t reserved;    /* 0 */
};

struct table_rank {
    uint32_t winner;    /* norm */
    uint32_t condition; /* node, or IR_NONE: always */
    uint32_t kind;      /* enum model_rank_kind */
    uint32_t place;
};

struct table_clause {
    uint32_t agreement;
    uint32_t title, number, label; /* offsets in text */
    uint32_t place;                /* in places: of its head */
    uint16_t material, survives;   /* 0 or 1 */
};

struct table_agreement {
    uint32_t name; /* offset in text */
    uint32_t first_party, party_count; /* in ids */
    uint32_t force; /* expr of force(a) */
    uint32_t stricter; /* expr: where what stays contested inside it is prohibited; IR_NONE: nowhere */
};

struct table_exception {
    uint32_t label; /* offset in text; 0 when it has none */
    uint32_t place;
};

struct table_waiver {
    uint32_t title; /* offset in text */
    uint32_t first_giver, giver_count; /* in ids */
    uint32_t place;
};

/* What ends a clause besides its period: an amendment from `day` on, or, as long as its own
 * period holds, a clause in its place. By clause. */
struct table_ending {
    uint32_t clause;
    uint32_t by;        /* the clause in its place, or IR_NONE */
    uint32_t amendment; /* offset in text of its name; 0 when none */
    uint32_t reserved;
    int64_t day;        /* of the amendment, or DATE_NEVER */
};

struct table_place {
    uint32_t file; /* offset in text */
    uint32_t line, column; /* from 1 */
    uint32_t end_line, end_column; /* behind the last character */
};

/* Cells at which the records of a sign are posted: record numbers offsets[first_offset + c]
 * up to offsets[first_offset + c + 1] are the cubes posted under cell c. */
struct table_pivot {
    uint32_t sign;
    uint32_t column;
    uint32_t first_offset;
};

/* The wild records of a sign, and where their rows begin. */
struct table_wild {
    uint32_t first_record, record_count;
    uint32_t row_words;             /* 64-bit words of a row, a multiple of 8 */
    uint32_t first_row_column, row_column_count; /* in row_columns */
};

/* Row i of a small column belongs to cell i; of a wide one to the lane values whose
 * value >> bucket_shift is i. A row has a bit for each wild record that may accept it. */
struct table_row_column {
    uint32_t column;
    uint32_t bucket_shift; /* 0 for small columns */
    uint32_t row_count;    /* at most 256 for wide columns */
    uint32_t first_word;   /* in rows: row i begins at first_word + i * row_words */
};

/* The cells of values base, base + 1, … of a column that is not SINCE; below them is cell 0,
 * above them cell `last`. cells is NULL where so many values lie between the first cut and
 * the last that they are looked for in the cuts. */
struct table_cells {
    int64_t base;
    uint64_t span;
    const uint16_t *cells;
    uint32_t last;
};

struct table {
    const struct table_meta *meta;
    struct vocab vocab;
#define SECTION(id, name, type) const type *name; size_t name##_count;
#include "table/sections.def"
#undef SECTION
    const unsigned char *image;
    size_t image_length;
    uint64_t hash; /* of the whole image's content */
    /* Made when the table is opened, in the opener's arena: */
    const struct table_cells *cells; /* per column */
    const uint32_t *var_first_column, *var_column_count;
    /* Norms by clause, those of clause c from clause_first[c] up to clause_first[c + 1], ascending. */
    const uint32_t *clause_norms, *clause_first;
    const uint32_t *duty_norms; /* those with the sign of a duty, ascending */
    size_t duty_norm_count;
};

static inline const char *table_text(const struct table *table, uint32_t offset)
{
    return table->text + offset;
}

/* Where permission m does not answer prohibition n, since between them the stricter prevails: an expression, or
 * IR_NONE, nowhere. */
static inline uint32_t table_stricter(const struct table *table, uint32_t m, uint32_t n)
{
    uint32_t own = table->clauses[table->norms[n].clause].agreement;
    return table->clauses[table->norms[m].clause].agreement == own ? table->agreements[own].stricter : IR_NONE;
}

/* Is the party itself, not one around or below it, a holder of the norm? */
static inline bool table_holds(const struct table *table, uint32_t norm, uint32_t party)
{
    const struct table_norm *n = &table->norms[norm];
    for (uint32_t i = 0; i < n->holder_count; i++)
        if (table->ids[n->first_holder + i] == party)
            return true;
    return false;
}

static inline const struct table_duty *table_duty(const struct table *table, uint32_t norm)
{
    return &table->duties[table->norms[norm].duty];
}

static inline const unsigned char *table_record(const struct table *table, size_t record)
{
    return table->records + record * table->meta->record_size;
}

/* The same as table_cell, looking in the cuts. */
uint32_t table_search_cell(const struct table *table, uint32_t column, int64_t value);

/* The cell of a value of a column that is not SINCE. */
static inline uint32_t table_cell(const struct table *table, uint32_t column, int64_t value)
{
    const struct table_cells *c = &table->cells[column];
    if (!c->cells)
        return table_search_cell(table, column, value);
    if (value < c->base)
        return 0;
    uint64_t at = (uint64_t)value - (uint64_t)c->base;
    return at < c->span ? c->cells[at] : c->last;
}

/* Is the cell one of the literal's? */
bool table_literal_has(const struct table *table, uint32_t literal, uint32_t cell);

/* Where the layout draws its lines. Any choice gives the same verdicts; the tests build
 * tiny policies with odd ones so that every way of storing a condition is exercised. */
struct table_layout {
    uint32_t small_cells;   /* 2..64: columns with at most this many cells are small */
    uint32_t lane_limit;    /* greatest lane value, 1..65535; more cells share lane values */
    uint32_t pivot_cells;   /* a cube is posted under at most this many cells */
    uint32_t pivot_share;   /* and only if they are at most one in pivot_share of the column */
    uint32_t rows_worth_it; /* wild records from which rows pay */
    uint32_t buckets;       /* rows of a wide column, 1..256 */
    bool plain;             /* no section is packed */
};
struct table_layout table_layout_default(void);

/* build.c: lays an ir out as an image, all of it in the arena. */
struct table_image {
    const unsigned char *data; /* 64-byte aligned */
    size_t length;
};
/* `policy_hash` is of the policy text; layout NULL: the default. */
struct table_image table_build(struct arena *arena, const struct ir *ir, uint64_t policy_hash,
                               const struct table_layout *layout);

/* Does it begin as an image does? For telling a table from a policy. */
bool table_is_image(const unsigned char *data, size_t length);

/* image.c: checks an image and makes the view. The bytes must stay where they are and must
 * be 8-byte aligned. NULL and one lower-case line in *error when anything is wrong: every
 * length, checksum, id, offset and order is checked, so that nothing after this can fail. */
const struct table *table_open(struct arena *arena, const unsigned char *data, size_t length,
                               const char **error);

/* print.c: a readable, deterministic listing: `polc dump --stage table`. */
void table_print(const struct table *table, struct strbuf *out);

#endif
