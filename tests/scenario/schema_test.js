// Validates all scenarios and the table of rules against the schema, with ajv in strict mode.
'use strict';
const fs = require('fs');
const path = require('path');
const Ajv = require('ajv');

const source = process.argv[2];
const json = (file) => JSON.parse(fs.readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
const schema = json(path.join(source, 'scenarios/scenario.schema.json'));
const validate = new Ajv({ strict: true, allErrors: false }).compile(schema);

let failures = 0;
const fail = (what) => {
  console.error(what);
  failures += 1;
};
const why = () =>
  validate.errors.map((e) => `  ${e.instancePath} ${e.message}`).join('\n');

// Every key that the schema knows says what it is for.
const described = (node, place) => {
  if (node === null || typeof node !== 'object') return;
  if (node.properties) {
    for (const [key, value] of Object.entries(node.properties)) {
      if (!value.description) fail(`${place}/${key} has no description`);
    }
  }
  for (const [key, value] of Object.entries(node)) described(value, `${place}/${key}`);
};
described(schema, '');

const scenarios = (folder) =>
  fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return scenarios(file);
    return /\.json$/.test(file) && !/\.schema\.json$/.test(file) ? [file] : [];
  });
const files = scenarios(path.join(source, 'scenarios'));
if (files.length < 75) fail(`only ${files.length} scenarios were found`);
for (const file of files) {
  if (!validate(json(file))) fail(`${file} is refused:\n${why()}`);
}

const table = json(path.join(source, 'tests/scenario/rules.json'));
for (const each of table.cases) {
  const file = JSON.parse(JSON.stringify(table.base));
  if (each.steps) file.threads.a = each.steps;
  for (const [key, value] of Object.entries(each.set || {})) {
    if (value === null) delete file[key];
    else file[key] = value;
  }
  const accepted = validate(file);
  if (each.schema === 'rejects') {
    if (accepted) fail(`"${each.rule}" is accepted: ${JSON.stringify(each)}`);
  } else if (!accepted) {
    fail(`"${each.rule}" is refused:\n${why()}`);
  }
}
console.log(`${files.length} scenarios and ${table.cases.length} rules checked, ${failures} failures`);
process.exit(failures === 0 ? 0 : 1);
