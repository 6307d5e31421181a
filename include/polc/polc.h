/* polc/polc.h: the whole interface of libpolc in one include.
 *
 *   polc_policy *policy;      read and checked        polc/policy.h
 *   polc_table *table;        compiled, immutable     polc/policy.h
 *   polc_evaluator *eval;     one per thread          polc/eval.h
 *   polc_report *report;      text or JSON            polc/emit.h
 *   polc_run(...)             by several threads      polc/run.h
 *   polc_duties *duties;      what is owed            polc/duties.h
 *   polc_diff *diff;          what two policies say   polc/diff.h
 *   polc_timeline *timeline;  what changes, and when  polc/timeline.h
 *   polc_suite *suite;        cases and coverage      polc/cases.h
 *   polc_project *project;    what polc.yaml says     polc/project.h
 *   polc_remarks *remarks;    for pipelines           polc/remarks.h
 */
#ifndef POLC_POLC_H
#define POLC_POLC_H

#include <polc/base.h>
#include <polc/cases.h>
#include <polc/diag.h>
#include <polc/diff.h>
#include <polc/document.h>
#include <polc/duties.h>
#include <polc/emit.h>
#include <polc/eval.h>
#include <polc/policy.h>
#include <polc/project.h>
#include <polc/remarks.h>
#include <polc/run.h>
#include <polc/timeline.h>

#endif
