"""reference.py: the tables of docs/command-line.md, made from what `polc --help` and `polc
COMMAND --help` print. A table stands after its mark, `<!-- from --help: NAME -->`."""
import re

MARK = re.compile(r'<!-- from --help: ([\w ]+) -->')


class Help:
    """`ask` runs a command line and gives its lines."""

    def __init__(self, ask):
        parts = '\n'.join(ask('polc --help')).split('\n\n')
        self.summaries = dict(re.findall(r'^  (\w+) +(.*)$', parts[2], re.M))
        self.usage, self.statuses, self.options, self.variables = {}, [], [], {}
        for name in self.summaries:
            text = '\n'.join(ask(f'polc {name} --help'))
            self.usage[name] = re.match(r'usage: (.*)', text)[1]
            options, _, statuses = text.partition('\noptions:\n')[2].partition('\nexit status:\n')
            for line in options.rstrip('\n').split('\n'):
                self.option(name, line)
            for status, means in re.findall(r'^  (\d)  (.*)$', statuses, re.M):
                add(self.statuses, (status, means), name)
        self.statuses.sort(key=lambda row: row[0][0])

    def option(self, command, line):
        spelled, says = re.match(r' +((?:-\w, )?--[\w-]+(?: [A-Z=]+)?) +(.*)$', line).groups()
        variable = re.search(r' \[(\w+)\]$', says)
        if variable:
            self.variables[variable[1]] = spelled.split()[0]
            says = says[:variable.start()]
        if '--format' in spelled:
            says = says.split(':')[0]
        add(self.options, (spelled, says), command)

    def commands(self, names):
        return 'all' if len(names) == len(self.summaries) else ', '.join(names)

    def table(self, name):
        if name == 'commands':
            rows = [('command', 'does')] + [(code(self.usage[c]), s) for c, s in self.summaries.items()]
        elif name == 'options':
            rows = [('option', 'of', 'does')]
            rows += [(code(o), self.commands(names), s) for (o, s), names in self.options]
        elif name == 'exit status':
            rows = [('status', 'of', 'means')]
            rows += [(s, self.commands(names), means) for (s, means), names in self.statuses]
        elif name == 'environment':
            rows = [('variable', 'as')] + [(code(v), code(o)) for v, o in self.variables.items()]
        else:
            rows = [('there is no such table',)]
        rows.insert(1, ['---'] * len(rows[0]))
        return ['| ' + ' | '.join(row) + ' |' for row in rows]


def add(rows, key, name):
    for row in rows:
        if row[0] == key:
            row[1].append(name)
            return
    rows.append((key, [name]))


def code(text):
    return '`' + text.replace('|', '\\|') + '`'


def page(lines, ask):
    """The page as it should be."""
    known = Help(ask)
    out, i = [], 0
    while i < len(lines):
        out.append(lines[i])
        mark = MARK.fullmatch(lines[i])
        i += 1
        if not mark:
            continue
        while i < len(lines) and lines[i].startswith('|'):
            i += 1
        out += known.table(mark[1])
    return out
