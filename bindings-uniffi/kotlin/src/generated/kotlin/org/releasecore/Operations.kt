// Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.
package org.releasecore

/**
 * Every operation: a method takes what an operation must know and gives a call with a setter for each option.
 *
 * A call is made by [Call.call], which blocks, by [Call.await] from a coroutine, or by [Call.future] from Java.
 */
public abstract class Operations internal constructor(internal val engine: Engine) {
    /**
     * Registers a project and the repository that its candidates are cut from.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param repository The repository: `org/repo_name`.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Project.
     * @throws ReleaseException from the call: `invalid_name`, `invalid_repository`, `invalid_request` (version scheme,
     *     path patterns, workflow); `project_exists`.
     */
    public fun createProject(project: String, repository: String): CreateProjectCall =
        CreateProjectCall(engine).apply {
            say("project", project)
            say("repository", repository)
        }

    /**
     * A project by its name.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Project.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`.
     */
    public fun getProject(project: String): GetProjectCall =
        GetProjectCall(engine).apply {
            say("project", project)
        }

    /**
     * The projects by name, without the archived ones.
     *
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Page<Project>.
     * @throws ReleaseException from the call: `invalid_request` (`per_page`), `invalid_cursor`.
     */
    public fun listProjects(): ListProjectsCall = ListProjectsCall(engine)

    /**
     * Changes what is said of a project's settings; what is not said stays. What was created before stays as it is,
     * also where a narrower version scheme would refuse it now.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Project.
     * @throws ReleaseException from the call: `invalid_name`, `invalid_request` (version scheme, path patterns,
     *     workflow); `project_not_found`; `archived`.
     */
    public fun updateProject(project: String): UpdateProjectCall =
        UpdateProjectCall(engine).apply {
            say("project", project)
        }

    /**
     * Gives a project another name. Its id, history and everything in it stay; the old name is free again. Renaming to
     * the same name changes nothing.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param to What it is from now on.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Project.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `project_exists`.
     */
    public fun renameProject(project: String, to: String): RenameProjectCall =
        RenameProjectCall(engine).apply {
            say("project", project)
            say("to", to)
        }

    /**
     * Records that the project's repository moved to another owner or name. It is the same repository: a project keeps
     * one for life. Candidates keep the name under which they were cut.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param to What it is from now on.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Project.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `invalid_repository`.
     */
    public fun renameRepository(project: String, to: String): RenameRepositoryCall =
        RenameRepositoryCall(engine).apply {
            say("project", project)
            say("to", to)
        }

    /**
     * Archives a project: it is kept with its history, hidden from lists, and refused for new work. Reports on what is
     * under way are still taken. Archiving an archived one changes nothing.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Project.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`.
     */
    public fun archiveProject(project: String): ArchiveProjectCall =
        ArchiveProjectCall(engine).apply {
            say("project", project)
        }

    /**
     * Takes a project out of the archive.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Project.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`.
     */
    public fun unarchiveProject(project: String): UnarchiveProjectCall =
        UnarchiveProjectCall(engine).apply {
            say("project", project)
        }

    /**
     * Creates an environment of a project.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Environment.
     * @throws ReleaseException from the call: `invalid_name`, `invalid_request` (tier, concurrency, workflow);
     *     `project_not_found`; `archived`; `environment_exists`.
     */
    public fun createEnvironment(project: String, environment: String): CreateEnvironmentCall =
        CreateEnvironmentCall(engine).apply {
            say("project", project)
            say("environment", environment)
        }

    /**
     * An environment by its name.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Environment.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `environment_not_found`.
     */
    public fun getEnvironment(project: String, environment: String): GetEnvironmentCall =
        GetEnvironmentCall(engine).apply {
            say("project", project)
            say("environment", environment)
        }

    /**
     * A project's environments by name, without the archived ones.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Page<Environment>.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `invalid_request` (`per_page`),
     *     `invalid_cursor`.
     */
    public fun listEnvironments(project: String): ListEnvironmentsCall =
        ListEnvironmentsCall(engine).apply {
            say("project", project)
        }

    /**
     * Changes what is said of an environment's settings; what is not said stays. Deployments that were recorded before
     * go on as they were.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Environment.
     * @throws ReleaseException from the call: `invalid_name`, `invalid_request` (tier, concurrency, workflow);
     *     `project_not_found`, `environment_not_found`; `archived`.
     */
    public fun updateEnvironment(project: String, environment: String): UpdateEnvironmentCall =
        UpdateEnvironmentCall(engine).apply {
            say("project", project)
            say("environment", environment)
        }

    /**
     * Gives an environment another name. Its id, history and deployments stay; the old name is free again. Renaming to
     * the same name changes nothing.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @param to What it is from now on.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Environment.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `environment_not_found`,
     *     `environment_exists`.
     */
    public fun renameEnvironment(project: String, environment: String, to: String): RenameEnvironmentCall =
        RenameEnvironmentCall(engine).apply {
            say("project", project)
            say("environment", environment)
            say("to", to)
        }

    /**
     * Archives an environment: it is kept with its history, hidden from lists, and refused for new work. Reports on
     * what is under way are still taken. Archiving an archived one changes nothing.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Environment.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `environment_not_found`.
     */
    public fun archiveEnvironment(project: String, environment: String): ArchiveEnvironmentCall =
        ArchiveEnvironmentCall(engine).apply {
            say("project", project)
            say("environment", environment)
        }

    /**
     * Takes an environment out of the archive.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Environment.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `environment_not_found`.
     */
    public fun unarchiveEnvironment(project: String, environment: String): UnarchiveEnvironmentCall =
        UnarchiveEnvironmentCall(engine).apply {
            say("project", project)
            say("environment", environment)
        }

    /**
     * Freezes an environment: it takes no new deployment without `force`, until it is unfrozen or the time has come.
     * Freezing a frozen one replaces the reason and the end.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @param reason Why, for people: 1 byte to 8 KiB.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Environment.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `environment_not_found`;
     *     `invalid_request` (an empty reason or one over 8 KiB, an end that is no time or has passed); `archived`.
     */
    public fun freeze(project: String, environment: String, reason: String): FreezeCall =
        FreezeCall(engine).apply {
            say("project", project)
            say("environment", environment)
            say("reason", reason)
        }

    /**
     * Ends a freeze. Where nothing is frozen, nothing changes.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Environment.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `environment_not_found`.
     */
    public fun unfreeze(project: String, environment: String): UnfreezeCall =
        UnfreezeCall(engine).apply {
            say("project", project)
            say("environment", environment)
        }

    /**
     * Makes projects and environments as a file declares them, all in one commit: what is not there is created, what
     * differs is changed, and each change has its line in the audit log. What stays as it is writes nothing, so that
     * the same file can be applied again and again.
     *
     * The text is TOML, with the same keys in every language: for each project a table, projects.NAME, with repository,
     * version_scheme, path_patterns, build_workflow and archived; in it for each environment a table,
     * environments.NAME, with tier, concurrency, deploy_workflow and archived. Their values are of the form that
     * creating and changing take. A key that is left out keeps what is there, and gives what is new its default; a new
     * project needs a repository, and another one than before says that the repository moved, which is recorded as
     * `rename_repository` does, also of a project that is archived. A workflow that is false is taken away.
     *
     * What exists and is not declared is told, and left alone: nothing is archived because it is missing in the file. A
     * project or environment that was renamed and still has its old name in the file is created anew.
     *
     * @param declarations The text of the file, in TOML: at most 1 MiB, with at most 1,000 projects and environments in
     *     all.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Applied.
     * @throws ReleaseException from the call: Each with the place in the text (`key`, `line`, `column`):
     *     `invalid_request` (no TOML, a key that is not known, a value that is not as expected, a new project without a
     *     repository, more than 1 MiB or than 1,000 projects and environments), `invalid_name`, `invalid_repository`;
     *     `archived` (another change of what is archived than where its repository is, without `archived = false`).
     */
    public fun apply(declarations: String): ApplyCall =
        ApplyCall(engine).apply {
            say("declarations", declarations)
        }

    /**
     * Cuts a release candidate at a commit, and its release where it is the first one. A candidate is one commit's for
     * ever: the same call again answers the candidate that is there and starts nothing.
     *
     * `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
     * @param repo The repository: `org/repo_name`, the project's own.
     * @param commit A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit source is
     *     registered.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Candidate.
     * @throws ReleaseException from the call: In this order: `invalid_release_candidate_version`,
     *     `invalid_commit_hash`, `invalid_name`, `project_not_found`, `candidate_exists` (at another commit),
     *     `archived`, `invalid_release_candidate_version` (the project's version scheme), `repository_not_found`,
     *     `invalid_commit_hash` (unknown to the commit source), `commit_source_unavailable`.
     */
    public fun createRelease(project: String, candidateVersion: String, repo: String, commit: String): CreateReleaseCall =
        CreateReleaseCall(engine).apply {
            say("project", project)
            say("candidate_version", candidateVersion)
            say("repo", repo)
            say("commit", commit)
        }

    /**
     * A release by its version.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param releaseVersion The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example `1.4.0`.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Release.
     * @throws ReleaseException from the call: `invalid_request` (the version), `invalid_name`, `project_not_found`,
     *     `release_not_found`.
     */
    public fun getRelease(project: String, releaseVersion: String): GetReleaseCall =
        GetReleaseCall(engine).apply {
            say("project", project)
            say("release_version", releaseVersion)
        }

    /**
     * A project's releases, the latest version first.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Page<Release>.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `invalid_request` (`per_page`),
     *     `invalid_cursor`.
     */
    public fun listReleases(project: String): ListReleasesCall =
        ListReleasesCall(engine).apply {
            say("project", project)
        }

    /**
     * A candidate by its version.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Candidate.
     * @throws ReleaseException from the call: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
     *     `release_not_found`.
     */
    public fun getCandidate(project: String, candidateVersion: String): GetCandidateCall =
        GetCandidateCall(engine).apply {
            say("project", project)
            say("candidate_version", candidateVersion)
        }

    /**
     * A project's candidates, the latest version first.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Page<Candidate>.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `invalid_request` (`per_page`, the
     *     release's version), `invalid_cursor`.
     */
    public fun listCandidates(project: String): ListCandidatesCall =
        ListCandidatesCall(engine).apply {
            say("project", project)
        }

    /**
     * The version that the next candidate of a release has: one after its head, `-rc1` where there is none. Nothing is
     * reserved: two who ask at once are told the same, and only one of them can cut it at its commit.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param releaseVersion The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example `1.4.0`.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is String.
     * @throws ReleaseException from the call: `invalid_request` (the version, or no number is left), `invalid_name`,
     *     `project_not_found`, `invalid_release_candidate_version` (the project's version scheme).
     */
    public fun nextCandidate(project: String, releaseVersion: String): NextCandidateCall =
        NextCandidateCall(engine).apply {
            say("project", project)
            say("release_version", releaseVersion)
        }

    /**
     * The version that the next release of a project has, by its version scheme, after its latest one: a date's version
     * for CalVer, by the storage's clock; a bump of the latest for the others.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is String.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`; `invalid_request` for an unknown
     *     bump, and where the scheme cannot tell what is next.
     */
    public fun nextRelease(project: String): NextReleaseCall =
        NextReleaseCall(engine).apply {
            say("project", project)
        }

    /**
     * Makes releases and candidates of the tags that the project's repository has, so that a team starts with its
     * history. A tag such as `v1.4.0-rc2` becomes that candidate; one such as `v1.4.0` becomes the next candidate of
     * its release, unless a candidate of that release is at the tag's commit. All are `ready`, and nothing is built.
     *
     * The same call again makes only what is not there yet. One call makes at most `MAX_IMPORTED` candidates, the
     * lowest versions first, and tells how many tags are left.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is ImportedTags.
     * @throws ReleaseException from the call: In this order: `invalid_request` (the pattern), `invalid_name`,
     *     `project_not_found`, `archived`, `repository_not_found` (no commit source knows it),
     *     `commit_source_unavailable`, `conflict` (candidates were cut while the tags were read).
     */
    public fun importTags(project: String): ImportTagsCall =
        ImportTagsCall(engine).apply {
            say("project", project)
        }

    /**
     * Says how a candidate's build stands: a `BuildStatus` or its word. An ended build may be corrected; it is started
     * again only by `rebuild`.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
     * @param status The status, by its word.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Candidate.
     * @throws ReleaseException from the call: In this order: `invalid_release_candidate_version`, `invalid_status`,
     *     `invalid_request` (message, URL, run), `invalid_name`, `project_not_found`, `release_not_found`,
     *     `invalid_transition`.
     */
    public fun updateBuildStatus(project: String, candidateVersion: String, status: BuildStatus): UpdateBuildStatusCall =
        UpdateBuildStatusCall(engine).apply {
            say("project", project)
            say("candidate_version", candidateVersion)
            say("status", status.word)
        }

    /**
     * Says how a candidate's build stands: a `BuildStatus` or its word. An ended build may be corrected; it is started
     * again only by `rebuild`.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
     * @param status The status, by its word.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Candidate.
     * @throws ReleaseException from the call: In this order: `invalid_release_candidate_version`, `invalid_status`,
     *     `invalid_request` (message, URL, run), `invalid_name`, `project_not_found`, `release_not_found`,
     *     `invalid_transition`.
     */
    public fun updateBuildStatus(project: String, candidateVersion: String, status: String): UpdateBuildStatusCall =
        UpdateBuildStatusCall(engine).apply {
            say("project", project)
            say("candidate_version", candidateVersion)
            say("status", status)
        }

    /**
     * Starts a failed build again, with the build workflow that the project has now; without one, the candidate waits
     * for a status report. One that is building already is answered as it is.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Candidate.
     * @throws ReleaseException from the call: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
     *     `release_not_found`, `archived`; `invalid_transition` where the build did not fail.
     */
    public fun rebuild(project: String, candidateVersion: String): RebuildCall =
        RebuildCall(engine).apply {
            say("project", project)
            say("candidate_version", candidateVersion)
        }

    /**
     * Waits until a candidate's build has come to its end, at most for an hour or what `limit` says, and answers the
     * candidate as it is then.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Candidate.
     * @throws ReleaseException from the call: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
     *     `release_not_found`.
     */
    public fun waitForBuild(project: String, candidateVersion: String): WaitForBuildCall =
        WaitForBuildCall(engine).apply {
            say("project", project)
            say("candidate_version", candidateVersion)
        }

    /**
     * Deploys a candidate to an environment: records a deployment, `pending`, and starts the environment's deploy
     * workflow once that is committed, where this handle has its trigger. What the CI system says stands on the
     * deployment that is answered, also where it refuses: then its status is `error`.
     *
     * Where the same candidate is being deployed already, that deployment is answered and nothing is started, also
     * where it is being canceled; `redeploy` makes another. One that is `unknown` counts as none.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Deployment.
     * @throws ReleaseException from the call: In this order: `invalid_release_candidate_version`, `invalid_name`,
     *     `project_not_found`, `environment_not_found`, `archived`, `release_not_found`, `candidate_not_ready`,
     *     `invalid_request` (an empty or too long reason), `environment_frozen`, `deployment_in_progress`.
     */
    public fun createDeployment(project: String, environment: String, candidateVersion: String): CreateDeploymentCall =
        CreateDeploymentCall(engine).apply {
            say("project", project)
            say("environment", environment)
            say("candidate_version", candidateVersion)
        }

    /**
     * A deployment by its id.
     *
     * @param deploymentId The deployment's id.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Deployment.
     * @throws ReleaseException from the call: `invalid_request` (no id), `deployment_not_found`.
     */
    public fun getDeployment(deploymentId: String): GetDeploymentCall =
        GetDeploymentCall(engine).apply {
            say("deployment_id", deploymentId)
        }

    /**
     * An environment's deployments, newest first, 10 a page where nothing else is said. Pages are counted (`page`) or
     * follow each other (`cursor`); every page costs the same. Counted pages shift when deployments are added; a cursor
     * goes on where its page ended.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Page<Deployment>.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `environment_not_found`,
     *     `invalid_request` (`page`, `per_page`), `invalid_cursor`.
     */
    public fun listDeployments(project: String, environment: String): ListDeploymentsCall =
        ListDeploymentsCall(engine).apply {
            say("project", project)
            say("environment", environment)
        }

    /**
     * Says how the deployment of a candidate stands: a `Status` or its word. It is the newest deployment of that
     * candidate in that environment, or the one of the run that is named; where there is none, it is recorded with that
     * status. What the report does goes by `transition`; one that is older than what is known is logged and changes
     * nothing. Never starts a workflow of the deployment's own.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
     * @param status The status, by its word.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Deployment.
     * @throws ReleaseException from the call: In this order: `invalid_release_candidate_version`, `invalid_status`,
     *     `invalid_request` (an option), `invalid_name`, `project_not_found`, `environment_not_found`,
     *     `release_not_found`, `invalid_transition`, `archived` (where a deployment would have to be recorded).
     */
    public fun updateDeploymentStatus(project: String, environment: String, candidateVersion: String, status: Status): UpdateDeploymentStatusCall =
        UpdateDeploymentStatusCall(engine).apply {
            say("project", project)
            say("environment", environment)
            say("candidate_version", candidateVersion)
            say("status", status.word)
        }

    /**
     * Says how the deployment of a candidate stands: a `Status` or its word. It is the newest deployment of that
     * candidate in that environment, or the one of the run that is named; where there is none, it is recorded with that
     * status. What the report does goes by `transition`; one that is older than what is known is logged and changes
     * nothing. Never starts a workflow of the deployment's own.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
     * @param status The status, by its word.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Deployment.
     * @throws ReleaseException from the call: In this order: `invalid_release_candidate_version`, `invalid_status`,
     *     `invalid_request` (an option), `invalid_name`, `project_not_found`, `environment_not_found`,
     *     `release_not_found`, `invalid_transition`, `archived` (where a deployment would have to be recorded).
     */
    public fun updateDeploymentStatus(project: String, environment: String, candidateVersion: String, status: String): UpdateDeploymentStatusCall =
        UpdateDeploymentStatusCall(engine).apply {
            say("project", project)
            say("environment", environment)
            say("candidate_version", candidateVersion)
            say("status", status)
        }

    /**
     * Says how one deployment stands, by its id; otherwise like `update_deployment_status`. The answer is another
     * deployment where the report is of a new attempt.
     *
     * @param deploymentId The deployment's id.
     * @param status The status, by its word.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Deployment.
     * @throws ReleaseException from the call: `invalid_status`, `invalid_request` (an option, or no id),
     *     `deployment_not_found`, `invalid_transition`, `archived`.
     */
    public fun updateDeploymentStatusById(deploymentId: String, status: Status): UpdateDeploymentStatusByIdCall =
        UpdateDeploymentStatusByIdCall(engine).apply {
            say("deployment_id", deploymentId)
            say("status", status.word)
        }

    /**
     * Says how one deployment stands, by its id; otherwise like `update_deployment_status`. The answer is another
     * deployment where the report is of a new attempt.
     *
     * @param deploymentId The deployment's id.
     * @param status The status, by its word.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Deployment.
     * @throws ReleaseException from the call: `invalid_status`, `invalid_request` (an option, or no id),
     *     `deployment_not_found`, `invalid_transition`, `archived`.
     */
    public fun updateDeploymentStatusById(deploymentId: String, status: String): UpdateDeploymentStatusByIdCall =
        UpdateDeploymentStatusByIdCall(engine).apply {
            say("deployment_id", deploymentId)
            say("status", status)
        }

    /**
     * Cancels an open deployment: `canceled` at once where nothing was started, else `canceling` until the CI system or
     * somebody reports how it ended. Canceling twice is answered as it is.
     *
     * @param deploymentId The deployment's id.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Deployment.
     * @throws ReleaseException from the call: `invalid_request` (no id), `deployment_not_found`; `invalid_transition`
     *     where it has ended.
     */
    public fun cancelDeployment(deploymentId: String): CancelDeploymentCall =
        CancelDeploymentCall(engine).apply {
            say("deployment_id", deploymentId)
        }

    /**
     * Goes back in an environment: where the newest deployment succeeded, to what was live before it; where it did not,
     * to what is live. Each time further back, and never to a candidate that a rollback has left. Deployments that are
     * open are canceled first, and the rollback's workflow starts when their runs have ended, or after ten minutes.
     *
     * The same call again while the rollback is `pending` or `in_progress` answers that rollback, so that a retry goes
     * back once.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Rollback.
     * @throws ReleaseException from the call: In this order: `invalid_release_candidate_version` (`to`, `from`),
     *     `invalid_name`, `project_not_found`, `environment_not_found`, `archived`, `environment_frozen`, `conflict`
     *     (`from` is not live), `release_not_found` and `candidate_not_ready` (`to`), `nothing_to_roll_back` (also with
     *     `to`, where nothing was deployed yet).
     */
    public fun rollback(project: String, environment: String): RollbackCall =
        RollbackCall(engine).apply {
            say("project", project)
            say("environment", environment)
        }

    /**
     * What is live in an environment: the successful deployment that ended last. With what is in flight, what was live
     * before, and the freeze that holds. At most the newest 100 in flight are answered, and what was live before is
     * looked for among the last 1000 successes.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Live.
     * @throws ReleaseException from the call: `invalid_name`, `project_not_found`, `environment_not_found`.
     */
    public fun live(project: String, environment: String): LiveCall =
        LiveCall(engine).apply {
            say("project", project)
            say("environment", environment)
        }

    /**
     * Where a commit is: for each project of a repository that has it, in which candidates, in which environments now
     * and since when, and where it was and is not any more. A candidate contains a commit that is its own or in its
     * history, as the repository's commit source says; without a source, that is known of its own commit only.
     *
     * `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered. Archived projects
     * and environments are left out.
     *
     * @param commit A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit source is
     *     registered.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is WhereIs.
     * @throws ReleaseException from the call: `invalid_commit_hash` (malformed, known to no source, or a prefix of more
     *     than one), `invalid_repository`, `repository_not_found` (no project's, or unknown to its source),
     *     `commit_source_unavailable`.
     */
    public fun whereIs(commit: String): WhereIsCall =
        WhereIsCall(engine).apply {
            say("commit", commit)
        }

    /**
     * What a deployment brings to an environment and takes away from it, commit by commit: what is live against what
     * was live there before it. With `to`, what that candidate would change if it were deployed now. What was live
     * before is looked for among the last 1000 successes, as `live` does.
     *
     * It is told by the repository's commit source, or by what was recorded when the candidate was cut or deployed
     * while there was one. A commit that touches no path of the project is counted and not listed.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Changes.
     * @throws ReleaseException from the call: In this order: `invalid_release_candidate_version` (`from`, `to`),
     *     `invalid_name`, `project_not_found`, `environment_not_found`, `release_not_found`, `deployment_not_found`
     *     (nothing is live yet, and no `to` was said), `repository_not_found` and `commit_source_unavailable` (nothing
     *     was recorded, and the source does not know the repository or cannot be asked).
     */
    public fun changes(project: String, environment: String): ChangesCall =
        ChangesCall(engine).apply {
            say("project", project)
            say("environment", environment)
        }

    /**
     * What a candidate brings and takes away against the head of the release before its own, by version: the commits
     * for its release notes.
     *
     * It is told as `changes` are, and recorded when the candidate is cut.
     *
     * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
     * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Changes.
     * @throws ReleaseException from the call: In this order: `invalid_release_candidate_version`, `invalid_name`,
     *     `project_not_found`, `release_not_found`, `repository_not_found`, `commit_source_unavailable`.
     */
    public fun releaseNotes(project: String, candidateVersion: String): ReleaseNotesCall =
        ReleaseNotesCall(engine).apply {
            say("project", project)
            say("candidate_version", candidateVersion)
        }

    /**
     * Waits until a deployment has come to its end, at most for an hour or what `limit` says, and answers the
     * deployment as it is then: look at its `status`, which is still open where the limit has passed.
     *
     * @param deploymentId The deployment's id.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Deployment.
     * @throws ReleaseException from the call: `invalid_request`, `deployment_not_found`.
     */
    public fun wait(deploymentId: String): WaitCall =
        WaitCall(engine).apply {
            say("deployment_id", deploymentId)
        }

    /**
     * Starts the workflow of a deployment that is queued, now: one created with `dispatch_later`, or one that waits to
     * be tried again. A rollback that waits for other runs to end waits no more. A deployment that has been started
     * already is answered as it is.
     *
     * @param deploymentId The deployment's id.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Deployment.
     * @throws ReleaseException from the call: `invalid_request` (no id), `deployment_not_found`; `invalid_transition`
     *     where no workflow is queued; `dispatch_failed` where this handle was not given the trigger, and where the CI
     *     system refuses: its words are in the context, and the deployment has ended as `error`.
     */
    public fun dispatch(deploymentId: String): DispatchCall =
        DispatchCall(engine).apply {
            say("deployment_id", deploymentId)
        }

    /**
     * Starts the workflow again of a deployment whose start was refused, or whose start could not be found out. A
     * refused one has ended: the answer is a new deployment with `retry_of`. An unknown one is sent again as it is,
     * which is for a person to decide, because the first start may have happened. Where the same candidate is being
     * deployed there already, nothing is started, and the answer is that deployment.
     *
     * @param deploymentId The deployment's id.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Deployment.
     * @throws ReleaseException from the call: `invalid_request` (no id), `deployment_not_found`, `archived`;
     *     `invalid_transition` where its start has not failed; `candidate_not_ready`, `environment_frozen` and
     *     `deployment_in_progress` as for a new deployment; `dispatch_failed` where the CI system refuses again: its
     *     words are in the context, and the attempt stands in the history.
     */
    public fun retryDispatch(deploymentId: String): RetryDispatchCall =
        RetryDispatchCall(engine).apply {
            say("deployment_id", deploymentId)
        }

    /**
     * Takes up every dispatch that is due and whose trigger this handle was given: starts what is queued, looks for
     * what was perhaps started by a process that died, and cancels what was asked to be canceled. One round; a program
     * calls it as often as it likes. Several processes may call it at once: each dispatch is one's.
     *
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Dispatched.
     * @throws ReleaseException from the call: As the storage's. What a CI system says is no error: it stands on the
     *     deployment.
     */
    public fun dispatchPending(): DispatchPendingCall = DispatchPendingCall(engine)

    /**
     * A dispatch by its id: how far the start of a workflow has come, and what the CI system said.
     *
     * @param dispatchId The dispatch's id.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Dispatch.
     * @throws ReleaseException from the call: `invalid_request` for what is no id; `deployment_not_found` where there
     *     is no such dispatch.
     */
    public fun getDispatch(dispatchId: String): GetDispatchCall =
        GetDispatchCall(engine).apply {
            say("dispatch_id", dispatchId)
        }

    /**
     * Asks the CI systems about runs that were started from here, have not ended, and have not been heard of for a
     * while, and moves their deployments and builds by the answers. A run that its CI system does not know leaves its
     * deployment `unknown`. One round, for the triggers that this handle was given; several processes may call it at
     * once: each run is asked about by one, and ever more seldom while there is no answer.
     *
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is CheckedRuns.
     * @throws ReleaseException from the call: As the storage's. What a CI system says is no error.
     */
    public fun checkRuns(): CheckRunsCall = CheckRunsCall(engine)

    /**
     * Takes a webhook that came in for a connection: verifies it by that connection's secret, finds the deployment or
     * build that its run is of, and moves it, never backwards and never twice. The headers are pairs in any case and
     * order, the body is exactly what was received, at most 25 MiB (`MAX_BODY`).
     *
     * The answer says what it did, or why it did nothing. A webhook for a run that nobody knows is no error: it is kept
     * as `unknown_run`, logged for the projects of its repository where somebody asked for the run, and taken again
     * when it is delivered again. Other deliveries are known for as long as idempotency keys are, 7 days where the
     * database was opened with no other time. It does not wait for workflows that start by it.
     *
     * @param connection The name under which the connection was registered.
     * @param headers The request's headers, in any case and order.
     * @param body The request's body, exactly as it was received.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Delivery.
     * @throws ReleaseException from the call: In this order: `invalid_name`; `invalid_request` where the connection was
     *     not registered or has no secret for webhooks; `payload_too_large`; `invalid_signature`; `invalid_request`
     *     where a header is missing or the body is not what the sender sends; `invalid_status`.
     */
    public fun applyWebhook(connection: String, headers: Map<String, String>, body: ByteArray): ApplyWebhookCall =
        ApplyWebhookCall(engine).apply {
            say("connection", connection)
            say("headers", headers)
            say("body", body(body, "body"))
        }

    /**
     * Says which run builds a candidate, by the candidate's id (the "release cut id" that the workflow was told). A
     * candidate whose build has ended is linked and stays as it is.
     *
     * @param releaseCutId The candidate's id, which its build workflow was told as the release cut id.
     * @param runId The id that the CI system gave the run: 1 to 255 visible ASCII characters.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Candidate.
     * @throws ReleaseException from the call: `invalid_request` (no id, or a run's id that is not 1 to 255 visible
     *     ASCII characters), `release_not_found`; `invalid_transition` where another run builds it.
     */
    public fun syncBuild(releaseCutId: String, runId: String): SyncBuildCall =
        SyncBuildCall(engine).apply {
            say("release_cut_id", releaseCutId)
            say("run_id", runId)
        }

    /**
     * Says which run carries out a deployment, by the deployment's id: it is in progress then. A deployment that has
     * ended or is being canceled is linked and stays as it is.
     *
     * @param deploymentId The deployment's id.
     * @param runId The id that the CI system gave the run: 1 to 255 visible ASCII characters.
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Deployment.
     * @throws ReleaseException from the call: `invalid_request` (no id, or a run's id that is not 1 to 255 visible
     *     ASCII characters), `deployment_not_found`; `invalid_transition` where another run carries it out.
     */
    public fun syncDeploy(deploymentId: String, runId: String): SyncDeployCall =
        SyncDeployCall(engine).apply {
            say("deployment_id", deploymentId)
            say("run_id", runId)
        }

    /**
     * The audit log, newest first: who, when, what, before, after. Of everything, or of a project, an environment, a
     * candidate, or a candidate in an environment.
     *
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Page<Event>.
     * @throws ReleaseException from the call: `invalid_request` (`per_page`, or an environment or candidate without its
     *     project), `invalid_name`, `invalid_release_candidate_version`, `project_not_found`, `environment_not_found`,
     *     `invalid_cursor`.
     */
    public fun history(): HistoryCall = HistoryCall(engine)

    /**
     * Forgets the answers whose idempotency keys have expired, at most 500 a call, and answers how many it forgot. An
     * expired key is not honoured, forgotten or not; this only makes room.
     *
     * @return the call; nothing happens before `call()`, `await()` or `future()`. Its answer is Long.
     * @throws ReleaseException from the call: As the storage's.
     */
    public fun purgeExpired(): PurgeExpiredCall = PurgeExpiredCall(engine)
}
