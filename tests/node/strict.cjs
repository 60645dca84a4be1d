// Compiles JSON Schemas, an object of them on standard input, in ajv's strict mode; prints what it refuses, by name.
const Ajv = require('ajv/dist/2020');

const refused = {};
for (const [name, schema] of Object.entries(JSON.parse(require('fs').readFileSync(0, 'utf-8')))) {
  try {
    new Ajv({ strict: true }).compile(schema);
  } catch (error) {
    refused[name] = error.message;
  }
}
console.log(JSON.stringify(refused));
