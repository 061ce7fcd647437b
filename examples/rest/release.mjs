// Cuts a candidate, deploys it, and says that it went well, by fetch. RELEASES_URL and RELEASES_TOKEN say where and who.

const [project, environment, version] = [process.argv[2], "production", "1.4.0-rc1"];
const base = `${process.env.RELEASES_URL}/api/releases/${encodeURIComponent(project)}`;

async function call(method, url, body) {
  const headers = { Authorization: `Bearer ${process.env.RELEASES_TOKEN}`, "Content-Type": "application/json" };
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${response.status}: ${answer.error}`);
  return answer;
}

const commit = "9fceb02d0ae598e95dc970b74767f19372d61af8";
await call("POST", `${base}/releases/${version}`, { repo: "acme/web", commit, trigger_build_workflow: true });
await call("POST", `${base}/environments/${environment}/deployments`, { release_candidate_version: version });
const deployment = await call("PATCH", `${base}/environments/${environment}/deployments`, {
  release_candidate_version: version,
  status: "success",
});
console.log(deployment.release_candidate_version, deployment.status);
