// Holds the example workflows to GitHub's own parser, and the pipeline to YAML.
import { readdirSync, readFileSync } from "node:fs";
import { NoOperationTraceWriter, parseWorkflow, convertWorkflowTemplate } from "@actions/workflow-parser";
import { parse } from "yaml";

const folder = new URL("../../examples/workflows/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".yml"));
const faults = [];
for (const name of files) {
  const content = readFileSync(new URL(name, folder), "utf8");
  if (!name.startsWith("github-")) {
    const { steps } = parse(content);
    if (!Array.isArray(steps) || steps.length === 0) faults.push(`${name}: no steps`);
    continue;
  }
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  faults.push(...context.errors.getErrors().map((error) => `${name}: ${error.message}`));
  if (value === undefined) continue;
  const workflow = await convertWorkflowTemplate(context, value);
  faults.push(...(workflow.errors ?? []).map((error) => `${name}: ${error.Message ?? error.message}`));
  if (!workflow.events?.workflow_dispatch) faults.push(`${name}: it cannot be started`);
}
if (files.length < 3) faults.push(`found only ${files}`);
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`${files.length} workflows are what their CI systems read`);
