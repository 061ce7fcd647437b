# frozen_string_literal: true

# Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.

module ReleaseCore
  # Every operation. Times are `Time`s or RFC 3339 texts, durations are seconds, words are symbols or texts;
  # an option that is `nil` is not said, except for a workflow, which `nil` takes away.
  module Operations
    # Registers a project and the repository that its candidates are cut from.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param repository [String] The repository: `org/repo_name`.
    # @param version_scheme [String, nil] What release versions are narrowed to, for example `semver` or
    #   `calver:YYYY.0M.MICRO`; see `VersionScheme`.
    # @param path_patterns [Array<String>, nil] Which paths of the repository are the project's, as in a `.gitignore`
    #   file; see `PathPatterns`. Without any, all of them are.
    # @param build_workflow [Workflow, Hash, nil] The workflow that makes a candidate's artifacts.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Project]
    # @raise [Error] `invalid_name`, `invalid_repository`, `invalid_request` (version scheme, path patterns,
    #   workflow); `project_exists`.
    def create_project(
      project,
      repository,
      version_scheme: nil,
      path_patterns: nil,
      build_workflow: nil,
      actor: nil,
      idempotency_key: nil
    )
      run(
        "create_project",
        Project,
        project: project,
        repository: repository,
        version_scheme: version_scheme,
        path_patterns: path_patterns,
        build_workflow: Given.workflow(build_workflow),
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # A project by its name.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @return [Project]
    # @raise [Error] `invalid_name`, `project_not_found`.
    def get_project(project)
      run("get_project", Project, project: project)
    end

    # The projects by name, without the archived ones.
    #
    # @param include_archived [Boolean, nil] The archived ones too.
    # @param per_page [Integer, nil] How many items a page has: 1 to 100, 50 where nothing is said.
    # @param cursor [String, nil] Where the page begins: the `next` of the page before.
    # @return [Page<Project>]
    # @raise [Error] `invalid_request` (`per_page`), `invalid_cursor`.
    def list_projects(include_archived: nil, per_page: nil, cursor: nil)
      run("list_projects", [Project], include_archived: include_archived, per_page: per_page, cursor: cursor)
    end

    # Changes what is said of a project's settings; what is not said stays. What was created before stays as it is,
    # also where a narrower version scheme would refuse it now.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param version_scheme [String, nil] What release versions are narrowed to from now on; see `VersionScheme`.
    # @param path_patterns [Array<String>, nil] Which paths of the repository are the project's from now on; none for
    #   all of them. See `PathPatterns`.
    # @param build_workflow [Workflow, Hash, nil] The workflow that makes a candidate's artifacts from now on; null
    #   for none.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Project]
    # @raise [Error] `invalid_name`, `invalid_request` (version scheme, path patterns, workflow); `project_not_found`;
    #   `archived`.
    def update_project(
      project,
      version_scheme: nil,
      path_patterns: nil,
      build_workflow: UNSAID,
      actor: nil,
      idempotency_key: nil
    )
      run(
        "update_project",
        Project,
        project: project,
        version_scheme: version_scheme,
        path_patterns: path_patterns,
        build_workflow: Given.workflow_or_none(build_workflow),
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Gives a project another name. Its id, history and everything in it stay; the old name is free again. Renaming to
    # the same name changes nothing.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param to [String] What it is from now on.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Project]
    # @raise [Error] `invalid_name`, `project_not_found`, `project_exists`.
    def rename_project(project, to, actor: nil, idempotency_key: nil)
      run("rename_project", Project, project: project, to: to, actor: actor, idempotency_key: idempotency_key)
    end

    # Records that the project's repository moved to another owner or name. It is the same repository: a project keeps
    # one for life. Candidates keep the name under which they were cut.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param to [String] What it is from now on.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Project]
    # @raise [Error] `invalid_name`, `project_not_found`, `invalid_repository`.
    def rename_repository(project, to, actor: nil, idempotency_key: nil)
      run("rename_repository", Project, project: project, to: to, actor: actor, idempotency_key: idempotency_key)
    end

    # Archives a project: it is kept with its history, hidden from lists, and refused for new work. Reports on what is
    # under way are still taken. Archiving an archived one changes nothing.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Project]
    # @raise [Error] `invalid_name`, `project_not_found`.
    def archive_project(project, actor: nil, idempotency_key: nil)
      run("archive_project", Project, project: project, actor: actor, idempotency_key: idempotency_key)
    end

    # Takes a project out of the archive.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Project]
    # @raise [Error] `invalid_name`, `project_not_found`.
    def unarchive_project(project, actor: nil, idempotency_key: nil)
      run("unarchive_project", Project, project: project, actor: actor, idempotency_key: idempotency_key)
    end

    # Creates an environment of a project.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param tier [Symbol, String, nil] What it is for: a `Tier` or its word; `development` where nothing is said.
    # @param concurrency [Symbol, String, nil] What happens when a candidate is to be deployed while another one is: a
    #   `Concurrency` or its word; `allow` where nothing is said.
    # @param deploy_workflow [Workflow, Hash, nil] The workflow that deploys to it.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Environment]
    # @raise [Error] `invalid_name`, `invalid_request` (tier, concurrency, workflow); `project_not_found`; `archived`;
    #   `environment_exists`.
    def create_environment(
      project,
      environment,
      tier: nil,
      concurrency: nil,
      deploy_workflow: nil,
      actor: nil,
      idempotency_key: nil
    )
      run(
        "create_environment",
        Environment,
        project: project,
        environment: environment,
        tier: tier,
        concurrency: concurrency,
        deploy_workflow: Given.workflow(deploy_workflow),
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # An environment by its name.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @return [Environment]
    # @raise [Error] `invalid_name`, `project_not_found`, `environment_not_found`.
    def get_environment(project, environment)
      run("get_environment", Environment, project: project, environment: environment)
    end

    # A project's environments by name, without the archived ones.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param include_archived [Boolean, nil] The archived ones too.
    # @param per_page [Integer, nil] How many items a page has: 1 to 100, 50 where nothing is said.
    # @param cursor [String, nil] Where the page begins: the `next` of the page before.
    # @return [Page<Environment>]
    # @raise [Error] `invalid_name`, `project_not_found`, `invalid_request` (`per_page`), `invalid_cursor`.
    def list_environments(project, include_archived: nil, per_page: nil, cursor: nil)
      run(
        "list_environments",
        [Environment],
        project: project,
        include_archived: include_archived,
        per_page: per_page,
        cursor: cursor
      )
    end

    # Changes what is said of an environment's settings; what is not said stays. Deployments that were recorded before
    # go on as they were.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param tier [Symbol, String, nil] What it is for: a `Tier` or its word.
    # @param concurrency [Symbol, String, nil] What happens when a candidate is to be deployed while another one is: a
    #   `Concurrency` or its word.
    # @param deploy_workflow [Workflow, Hash, nil] The workflow that deploys to it from now on; null for none.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Environment]
    # @raise [Error] `invalid_name`, `invalid_request` (tier, concurrency, workflow); `project_not_found`,
    #   `environment_not_found`; `archived`.
    def update_environment(
      project,
      environment,
      tier: nil,
      concurrency: nil,
      deploy_workflow: UNSAID,
      actor: nil,
      idempotency_key: nil
    )
      run(
        "update_environment",
        Environment,
        project: project,
        environment: environment,
        tier: tier,
        concurrency: concurrency,
        deploy_workflow: Given.workflow_or_none(deploy_workflow),
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Gives an environment another name. Its id, history and deployments stay; the old name is free again. Renaming to
    # the same name changes nothing.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param to [String] What it is from now on.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Environment]
    # @raise [Error] `invalid_name`, `project_not_found`, `environment_not_found`, `environment_exists`.
    def rename_environment(project, environment, to, actor: nil, idempotency_key: nil)
      run(
        "rename_environment",
        Environment,
        project: project,
        environment: environment,
        to: to,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Archives an environment: it is kept with its history, hidden from lists, and refused for new work. Reports on
    # what is under way are still taken. Archiving an archived one changes nothing.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Environment]
    # @raise [Error] `invalid_name`, `project_not_found`, `environment_not_found`.
    def archive_environment(project, environment, actor: nil, idempotency_key: nil)
      run(
        "archive_environment",
        Environment,
        project: project,
        environment: environment,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Takes an environment out of the archive.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Environment]
    # @raise [Error] `invalid_name`, `project_not_found`, `environment_not_found`.
    def unarchive_environment(project, environment, actor: nil, idempotency_key: nil)
      run(
        "unarchive_environment",
        Environment,
        project: project,
        environment: environment,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Freezes an environment: it takes no new deployment without `force`, until it is unfrozen or the time has come.
    # Freezing a frozen one replaces the reason and the end.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param reason [String] Why, for people: 1 byte to 8 KiB.
    # @param until [Time, String, nil] When the freeze ends by itself: a `Timestamp`, or RFC 3339 text.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Environment]
    # @raise [Error] `invalid_name`, `project_not_found`, `environment_not_found`; `invalid_request` (an empty reason
    #   or one over 8 KiB, an end that is no time or has passed); `archived`.
    def freeze_environment(project, environment, reason, until: nil, actor: nil, idempotency_key: nil)
      run(
        "freeze",
        Environment,
        project: project,
        environment: environment,
        reason: reason,
        until: Given.time(binding.local_variable_get(:until)),
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Ends a freeze. Where nothing is frozen, nothing changes.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Environment]
    # @raise [Error] `invalid_name`, `project_not_found`, `environment_not_found`.
    def unfreeze_environment(project, environment, actor: nil, idempotency_key: nil)
      run(
        "unfreeze",
        Environment,
        project: project,
        environment: environment,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Makes projects and environments as a file declares them, all in one commit: what is not there is created, what
    # differs is changed, and each change has its line in the audit log. What stays as it is writes nothing, so that
    # the same file can be applied again and again.
    #
    # The text is TOML, with the same keys in every language: for each project a table, projects.NAME, with
    # repository, version_scheme, path_patterns, build_workflow and archived; in it for each environment a table,
    # environments.NAME, with tier, concurrency, deploy_workflow and archived. Their values are of the form that
    # creating and changing take. A key that is left out keeps what is there, and gives what is new its default; a new
    # project needs a repository, and another one than before says that the repository moved, which is recorded as
    # `rename_repository` does, also of a project that is archived. A workflow that is false is taken away.
    #
    # What exists and is not declared is told, and left alone: nothing is archived because it is missing in the file.
    # A project or environment that was renamed and still has its old name in the file is created anew.
    #
    # @param declarations [String] The text of the file, in TOML: at most 1 MiB, with at most 1,000 projects and
    #   environments in all.
    # @param dry_run [Boolean, nil] Says what would be changed, and changes nothing.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Applied]
    # @raise [Error] Each with the place in the text (`key`, `line`, `column`): `invalid_request` (no TOML, a key that
    #   is not known, a value that is not as expected, a new project without a repository, more than 1 MiB or than
    #   1,000 projects and environments), `invalid_name`, `invalid_repository`; `archived` (another change of what is
    #   archived than where its repository is, without `archived = false`).
    def apply(declarations, dry_run: nil, actor: nil, idempotency_key: nil)
      run(
        "apply",
        Applied,
        declarations: declarations,
        dry_run: dry_run,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Cuts a release candidate at a commit, and its release where it is the first one. A candidate is one commit's for
    # ever: the same call again answers the candidate that is there and starts nothing.
    #
    # `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param candidate_version [String] The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    # @param repo [String] The repository: `org/repo_name`, the project's own.
    # @param commit [String] A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit
    #   source is registered.
    # @param trigger_build_workflow [Boolean, nil] Starts the project's build workflow, so that the candidate is
    #   `building` until it has ended. Without this, or without a build workflow, the candidate is `ready` at once.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Candidate]
    # @raise [Error] In this order: `invalid_release_candidate_version`, `invalid_commit_hash`, `invalid_name`,
    #   `project_not_found`, `candidate_exists` (at another commit), `archived`, `invalid_release_candidate_version`
    #   (the project's version scheme), `repository_not_found`, `invalid_commit_hash` (unknown to the commit source),
    #   `commit_source_unavailable`.
    def create_release(
      project,
      candidate_version,
      repo,
      commit,
      trigger_build_workflow: nil,
      actor: nil,
      idempotency_key: nil
    )
      run(
        "create_release",
        Candidate,
        project: project,
        candidate_version: candidate_version,
        repo: repo,
        commit: commit,
        trigger_build_workflow: trigger_build_workflow,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # A release by its version.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param release_version [String] The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example
    #   `1.4.0`.
    # @return [Release]
    # @raise [Error] `invalid_request` (the version), `invalid_name`, `project_not_found`, `release_not_found`.
    def get_release(project, release_version)
      run("get_release", Release, project: project, release_version: release_version)
    end

    # A project's releases, the latest version first.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param per_page [Integer, nil] How many items a page has: 1 to 100, 50 where nothing is said.
    # @param cursor [String, nil] Where the page begins: the `next` of the page before.
    # @return [Page<Release>]
    # @raise [Error] `invalid_name`, `project_not_found`, `invalid_request` (`per_page`), `invalid_cursor`.
    def list_releases(project, per_page: nil, cursor: nil)
      run("list_releases", [Release], project: project, per_page: per_page, cursor: cursor)
    end

    # A candidate by its version.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param candidate_version [String] The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    # @return [Candidate]
    # @raise [Error] `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`.
    def get_candidate(project, candidate_version)
      run("get_candidate", Candidate, project: project, candidate_version: candidate_version)
    end

    # A project's candidates, the latest version first.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param release [String, nil] Only the candidates of one release.
    # @param per_page [Integer, nil] How many items a page has: 1 to 100, 50 where nothing is said.
    # @param cursor [String, nil] Where the page begins: the `next` of the page before.
    # @return [Page<Candidate>]
    # @raise [Error] `invalid_name`, `project_not_found`, `invalid_request` (`per_page`, the release's version),
    #   `invalid_cursor`.
    def list_candidates(project, release: nil, per_page: nil, cursor: nil)
      run("list_candidates", [Candidate], project: project, release: release, per_page: per_page, cursor: cursor)
    end

    # The version that the next candidate of a release has: one after its head, `-rc1` where there is none. Nothing is
    # reserved: two who ask at once are told the same, and only one of them can cut it at its commit.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param release_version [String] The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example
    #   `1.4.0`.
    # @return [String]
    # @raise [Error] `invalid_request` (the version, or no number is left), `invalid_name`, `project_not_found`,
    #   `invalid_release_candidate_version` (the project's version scheme).
    def next_candidate(project, release_version)
      run("next_candidate", nil, project: project, release_version: release_version)
    end

    # The version that the next release of a project has, by its version scheme, after its latest one: a date's
    # version for CalVer, by the storage's clock; a bump of the latest for the others.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param bump [Symbol, String, nil] Which number is raised: a `Bump` or its word, `major`, `minor` or `patch`.
    # @return [String]
    # @raise [Error] `invalid_name`, `project_not_found`; `invalid_request` for an unknown bump, and where the scheme
    #   cannot tell what is next.
    def next_release(project, bump: nil)
      run("next_release", nil, project: project, bump: bump)
    end

    # Makes releases and candidates of the tags that the project's repository has, so that a team starts with its
    # history. A tag such as `v1.4.0-rc2` becomes that candidate; one such as `v1.4.0` becomes the next candidate of
    # its release, unless a candidate of that release is at the tag's commit. All are `ready`, and nothing is built.
    #
    # The same call again makes only what is not there yet. One call makes at most `MAX_IMPORTED` candidates, the
    # lowest versions first, and tells how many tags are left.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param pattern [String, nil] Which tags are this project's, with `{version}` where the version stands:
    #   `web-v{version}`, `web/{version}`; 1 to 200 bytes. Without a pattern, those that begin with a digit, or with
    #   `v` and a digit.
    # @param dry_run [Boolean, nil] Says what would be made, and changes nothing.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [ImportedTags]
    # @raise [Error] In this order: `invalid_request` (the pattern), `invalid_name`, `project_not_found`, `archived`,
    #   `repository_not_found` (no commit source knows it), `commit_source_unavailable`, `conflict` (candidates were
    #   cut while the tags were read).
    def import_tags(project, pattern: nil, dry_run: nil, actor: nil, idempotency_key: nil)
      run(
        "import_tags",
        ImportedTags,
        project: project,
        pattern: pattern,
        dry_run: dry_run,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Says how a candidate's build stands: a `BuildStatus` or its word. An ended build may be corrected; it is started
    # again only by `rebuild`.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param candidate_version [String] The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    # @param status [Symbol, String] The status, by its word.
    # @param error_message [String, nil] What went wrong, at most 8 KiB.
    # @param url [String, nil] Where the run is shown: `http` or `https`, at most 2 KiB.
    # @param run_id [String, nil] The id that the CI system gave the run: 1 to 255 visible ASCII characters.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Candidate]
    # @raise [Error] In this order: `invalid_release_candidate_version`, `invalid_status`, `invalid_request` (message,
    #   URL, run), `invalid_name`, `project_not_found`, `release_not_found`, `invalid_transition`.
    def update_build_status(
      project,
      candidate_version,
      status,
      error_message: nil,
      url: nil,
      run_id: nil,
      actor: nil,
      idempotency_key: nil
    )
      run(
        "update_build_status",
        Candidate,
        project: project,
        candidate_version: candidate_version,
        status: status,
        error_message: error_message,
        url: url,
        run_id: run_id,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Starts a failed build again, with the build workflow that the project has now; without one, the candidate waits
    # for a status report. One that is building already is answered as it is.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param candidate_version [String] The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Candidate]
    # @raise [Error] `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`,
    #   `archived`; `invalid_transition` where the build did not fail.
    def rebuild(project, candidate_version, actor: nil, idempotency_key: nil)
      run(
        "rebuild",
        Candidate,
        project: project,
        candidate_version: candidate_version,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Waits until a candidate's build has come to its end, at most for an hour or what `limit` says, and answers the
    # candidate as it is then.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param candidate_version [String] The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    # @param limit [Numeric, nil] How long to wait at most; zero looks once. In seconds.
    # @return [Candidate]
    # @raise [Error] `invalid_release_candidate_version`, `invalid_name`, `project_not_found`, `release_not_found`.
    def wait_for_build(project, candidate_version, limit: nil)
      run(
        "wait_for_build",
        Candidate,
        project: project,
        candidate_version: candidate_version,
        limit_ms: Given.milliseconds(limit, :limit)
      )
    end

    # Deploys a candidate to an environment: records a deployment, `pending`, and starts the environment's deploy
    # workflow once that is committed, where this handle has its trigger. What the CI system says stands on the
    # deployment that is answered, also where it refuses: then its status is `error`.
    #
    # Where the same candidate is being deployed already, that deployment is answered and nothing is started, also
    # where it is being canceled; `redeploy` makes another. One that is `unknown` counts as none.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param candidate_version [String] The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    # @param force [String, nil] Deploys to a frozen environment all the same. It is the reason why, as text of 1 byte
    #   to 8 KiB, which is logged; `force` of a rollback is a flag.
    # @param redeploy [Boolean, nil] Makes another deployment also where the same candidate is being deployed already.
    # @param dispatch_later [Boolean, nil] Leaves the start of the workflow to `dispatch_pending`, of this or another
    #   process.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Deployment]
    # @raise [Error] In this order: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
    #   `environment_not_found`, `archived`, `release_not_found`, `candidate_not_ready`, `invalid_request` (an empty
    #   or too long reason), `environment_frozen`, `deployment_in_progress`.
    def create_deployment(
      project,
      environment,
      candidate_version,
      force: nil,
      redeploy: nil,
      dispatch_later: nil,
      actor: nil,
      idempotency_key: nil
    )
      run(
        "create_deployment",
        Deployment,
        project: project,
        environment: environment,
        candidate_version: candidate_version,
        force: force,
        redeploy: redeploy,
        dispatch_later: dispatch_later,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # A deployment by its id.
    #
    # @param deployment_id [String] The deployment's id.
    # @return [Deployment]
    # @raise [Error] `invalid_request` (no id), `deployment_not_found`.
    def get_deployment(deployment_id)
      run("get_deployment", Deployment, deployment_id: deployment_id)
    end

    # An environment's deployments, newest first, 10 a page where nothing else is said. Pages are counted (`page`) or
    # follow each other (`cursor`); every page costs the same. Counted pages shift when deployments are added; a
    # cursor goes on where its page ended.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param page [Integer, nil] The page, counted from 1.
    # @param per_page [Integer, nil] How many deployments a page has: 1 to 100, 10 where nothing is said.
    # @param cursor [String, nil] Where the page begins: the `next` of the page before.
    # @return [Page<Deployment>]
    # @raise [Error] `invalid_name`, `project_not_found`, `environment_not_found`, `invalid_request` (`page`,
    #   `per_page`), `invalid_cursor`.
    def list_deployments(project, environment, page: nil, per_page: nil, cursor: nil)
      run(
        "list_deployments",
        [Deployment],
        project: project,
        environment: environment,
        page: page,
        per_page: per_page,
        cursor: cursor
      )
    end

    # Says how the deployment of a candidate stands: a `Status` or its word. It is the newest deployment of that
    # candidate in that environment, or the one of the run that is named; where there is none, it is recorded with
    # that status. What the report does goes by `transition`; one that is older than what is known is logged and
    # changes nothing. Never starts a workflow of the deployment's own.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param candidate_version [String] The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    # @param status [Symbol, String] The status, by its word.
    # @param error_message [String, nil] What went wrong, at most 8 KiB. It stays until another is said, or the
    #   deployment comes to be a success.
    # @param url [String, nil] Where the run is shown: `http` or `https`, at most 2 KiB.
    # @param run_id [String, nil] The run that the report is of: 1 to 255 visible ASCII characters. A deployment
    #   without a run takes the first one that is named. A report of another run than the deployment's is of another
    #   deployment, also where it is said by the id: of the one that is known by that run here, or a new one.
    # @param attempt [Integer, nil] The attempt of that run, from 1: a report of an earlier one is stale, one of a
    #   later one is a new deployment where the earlier had ended.
    # @param observed_at [Time, String, nil] When the status was seen: a `Timestamp` or RFC 3339 text. A report that
    #   was seen before the last one applied is stale; what another run said does not count.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Deployment]
    # @raise [Error] In this order: `invalid_release_candidate_version`, `invalid_status`, `invalid_request` (an
    #   option), `invalid_name`, `project_not_found`, `environment_not_found`, `release_not_found`,
    #   `invalid_transition`, `archived` (where a deployment would have to be recorded).
    def update_deployment_status(
      project,
      environment,
      candidate_version,
      status,
      error_message: nil,
      url: nil,
      run_id: nil,
      attempt: nil,
      observed_at: nil,
      actor: nil,
      idempotency_key: nil
    )
      run(
        "update_deployment_status",
        Deployment,
        project: project,
        environment: environment,
        candidate_version: candidate_version,
        status: status,
        error_message: error_message,
        url: url,
        run_id: run_id,
        attempt: attempt,
        observed_at: Given.time(observed_at),
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Says how one deployment stands, by its id; otherwise like `update_deployment_status`. The answer is another
    # deployment where the report is of a new attempt.
    #
    # @param deployment_id [String] The deployment's id.
    # @param status [Symbol, String] The status, by its word.
    # @param error_message [String, nil] What went wrong, at most 8 KiB. It stays until another is said, or the
    #   deployment comes to be a success.
    # @param url [String, nil] Where the run is shown: `http` or `https`, at most 2 KiB.
    # @param run_id [String, nil] The run that the report is of: 1 to 255 visible ASCII characters. A deployment
    #   without a run takes the first one that is named. A report of another run than the deployment's is of another
    #   deployment, also where it is said by the id: of the one that is known by that run here, or a new one.
    # @param attempt [Integer, nil] The attempt of that run, from 1: a report of an earlier one is stale, one of a
    #   later one is a new deployment where the earlier had ended.
    # @param observed_at [Time, String, nil] When the status was seen: a `Timestamp` or RFC 3339 text. A report that
    #   was seen before the last one applied is stale; what another run said does not count.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Deployment]
    # @raise [Error] `invalid_status`, `invalid_request` (an option, or no id), `deployment_not_found`,
    #   `invalid_transition`, `archived`.
    def update_deployment_status_by_id(
      deployment_id,
      status,
      error_message: nil,
      url: nil,
      run_id: nil,
      attempt: nil,
      observed_at: nil,
      actor: nil,
      idempotency_key: nil
    )
      run(
        "update_deployment_status_by_id",
        Deployment,
        deployment_id: deployment_id,
        status: status,
        error_message: error_message,
        url: url,
        run_id: run_id,
        attempt: attempt,
        observed_at: Given.time(observed_at),
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Cancels an open deployment: `canceled` at once where nothing was started, else `canceling` until the CI system
    # or somebody reports how it ended. Canceling twice is answered as it is.
    #
    # @param deployment_id [String] The deployment's id.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Deployment]
    # @raise [Error] `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where it has ended.
    def cancel_deployment(deployment_id, actor: nil, idempotency_key: nil)
      run("cancel_deployment", Deployment, deployment_id: deployment_id, actor: actor, idempotency_key: idempotency_key)
    end

    # Goes back in an environment: where the newest deployment succeeded, to what was live before it; where it did
    # not, to what is live. Each time further back, and never to a candidate that a rollback has left. Deployments
    # that are open are canceled first, and the rollback's workflow starts when their runs have ended, or after ten
    # minutes.
    #
    # The same call again while the rollback is `pending` or `in_progress` answers that rollback, so that a retry goes
    # back once.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param force [Boolean, nil] Goes back also where the environment is frozen, and starts the workflow at once,
    #   without waiting for the runs that are canceled. It is a flag; `force` of a new deployment is the reason, as
    #   text.
    # @param to [String, nil] Goes to this candidate.
    # @param from [String, nil] Goes back only where this candidate is live, so that a decision made on an old view is
    #   refused.
    # @param dry_run [Boolean, nil] Says what would be done, and changes nothing.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Rollback]
    # @raise [Error] In this order: `invalid_release_candidate_version` (`to`, `from`), `invalid_name`,
    #   `project_not_found`, `environment_not_found`, `archived`, `environment_frozen`, `conflict` (`from` is not
    #   live), `release_not_found` and `candidate_not_ready` (`to`), `nothing_to_roll_back` (also with `to`, where
    #   nothing was deployed yet).
    def rollback(project, environment, force: nil, to: nil, from: nil, dry_run: nil, actor: nil, idempotency_key: nil)
      run(
        "rollback",
        Rollback,
        project: project,
        environment: environment,
        force: force,
        to: to,
        from: from,
        dry_run: dry_run,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # What is live in an environment: the successful deployment that ended last. With what is in flight, what was live
    # before, and the freeze that holds. At most the newest 100 in flight are answered, and what was live before is
    # looked for among the last 1000 successes.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @return [Live]
    # @raise [Error] `invalid_name`, `project_not_found`, `environment_not_found`.
    def live(project, environment)
      run("live", Live, project: project, environment: environment)
    end

    # Where a commit is: for each project of a repository that has it, in which candidates, in which environments now
    # and since when, and where it was and is not any more. A candidate contains a commit that is its own or in its
    # history, as the repository's commit source says; without a source, that is known of its own commit only.
    #
    # `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered. Archived projects
    # and environments are left out.
    #
    # @param commit [String] A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit
    #   source is registered.
    # @param repository [String, nil] Only the projects of this repository, by a name that it has or had.
    # @return [WhereIs]
    # @raise [Error] `invalid_commit_hash` (malformed, known to no source, or a prefix of more than one),
    #   `invalid_repository`, `repository_not_found` (no project's, or unknown to its source),
    #   `commit_source_unavailable`.
    def where_is(commit, repository: nil)
      run("where_is", WhereIs, commit: commit, repository: repository)
    end

    # What a deployment brings to an environment and takes away from it, commit by commit: what is live against what
    # was live there before it. With `to`, what that candidate would change if it were deployed now. What was live
    # before is looked for among the last 1000 successes, as `live` does.
    #
    # It is told by the repository's commit source, or by what was recorded when the candidate was cut or deployed
    # while there was one. A commit that touches no path of the project is counted and not listed.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param environment [String] The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
    # @param from [String, nil] Compares with this candidate instead of what is live or was.
    # @param to [String, nil] Tells what this candidate changes instead of what is live.
    # @return [Changes]
    # @raise [Error] In this order: `invalid_release_candidate_version` (`from`, `to`), `invalid_name`,
    #   `project_not_found`, `environment_not_found`, `release_not_found`, `deployment_not_found` (nothing is live
    #   yet, and no `to` was said), `repository_not_found` and `commit_source_unavailable` (nothing was recorded, and
    #   the source does not know the repository or cannot be asked).
    def changes(project, environment, from: nil, to: nil)
      run("changes", Changes, project: project, environment: environment, from: from, to: to)
    end

    # What a candidate brings and takes away against the head of the release before its own, by version: the commits
    # for its release notes.
    #
    # It is told as `changes` are, and recorded when the candidate is cut.
    #
    # @param project [String] The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case
    #   counts.
    # @param candidate_version [String] The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
    # @param from [String, nil] Compares with this candidate instead of the release before.
    # @return [Changes]
    # @raise [Error] In this order: `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
    #   `release_not_found`, `repository_not_found`, `commit_source_unavailable`.
    def release_notes(project, candidate_version, from: nil)
      run("release_notes", Changes, project: project, candidate_version: candidate_version, from: from)
    end

    # Waits until a deployment has come to its end, at most for an hour or what `limit` says, and answers the
    # deployment as it is then: look at its `status`, which is still open where the limit has passed.
    #
    # @param deployment_id [String] The deployment's id.
    # @param limit [Numeric, nil] How long to wait at most; zero looks once. In seconds.
    # @return [Deployment]
    # @raise [Error] `invalid_request`, `deployment_not_found`.
    def wait(deployment_id, limit: nil)
      run("wait", Deployment, deployment_id: deployment_id, limit_ms: Given.milliseconds(limit, :limit))
    end

    # Starts the workflow of a deployment that is queued, now: one created with `dispatch_later`, or one that waits to
    # be tried again. A rollback that waits for other runs to end waits no more. A deployment that has been started
    # already is answered as it is.
    #
    # @param deployment_id [String] The deployment's id.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Deployment]
    # @raise [Error] `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where no workflow is
    #   queued; `dispatch_failed` where this handle was not given the trigger, and where the CI system refuses: its
    #   words are in the context, and the deployment has ended as `error`.
    def dispatch(deployment_id, actor: nil, idempotency_key: nil)
      run("dispatch", Deployment, deployment_id: deployment_id, actor: actor, idempotency_key: idempotency_key)
    end

    # Starts the workflow again of a deployment whose start was refused, or whose start could not be found out. A
    # refused one has ended: the answer is a new deployment with `retry_of`. An unknown one is sent again as it is,
    # which is for a person to decide, because the first start may have happened. Where the same candidate is being
    # deployed there already, nothing is started, and the answer is that deployment.
    #
    # @param deployment_id [String] The deployment's id.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Deployment]
    # @raise [Error] `invalid_request` (no id), `deployment_not_found`, `archived`; `invalid_transition` where its
    #   start has not failed; `candidate_not_ready`, `environment_frozen` and `deployment_in_progress` as for a new
    #   deployment; `dispatch_failed` where the CI system refuses again: its words are in the context, and the attempt
    #   stands in the history.
    def retry_dispatch(deployment_id, actor: nil, idempotency_key: nil)
      run("retry_dispatch", Deployment, deployment_id: deployment_id, actor: actor, idempotency_key: idempotency_key)
    end

    # Takes up every dispatch that is due and whose trigger this handle was given: starts what is queued, looks for
    # what was perhaps started by a process that died, and cancels what was asked to be canceled. One round; a program
    # calls it as often as it likes. Several processes may call it at once: each dispatch is one's.
    #
    # @return [Dispatched]
    # @raise [Error] As the storage's. What a CI system says is no error: it stands on the deployment.
    def dispatch_pending
      run("dispatch_pending", Dispatched)
    end

    # A dispatch by its id: how far the start of a workflow has come, and what the CI system said.
    #
    # @param dispatch_id [String] The dispatch's id.
    # @return [Dispatch]
    # @raise [Error] `invalid_request` for what is no id; `deployment_not_found` where there is no such dispatch.
    def get_dispatch(dispatch_id)
      run("get_dispatch", Dispatch, dispatch_id: dispatch_id)
    end

    # Asks the CI systems about runs that were started from here, have not ended, and have not been heard of for a
    # while, and moves their deployments and builds by the answers. A run that its CI system does not know leaves its
    # deployment `unknown`. One round, for the triggers that this handle was given; several processes may call it at
    # once: each run is asked about by one, and ever more seldom while there is no answer.
    #
    # @param silent_after [Numeric, nil] How long a run must have been silent; 10 minutes by default, at least a
    #   second. In seconds.
    # @return [CheckedRuns]
    # @raise [Error] As the storage's. What a CI system says is no error.
    def check_runs(silent_after: nil)
      run("check_runs", CheckedRuns, silent_after_ms: Given.milliseconds(silent_after, :silent_after))
    end

    # Takes a webhook that came in for a connection: verifies it by that connection's secret, finds the deployment or
    # build that its run is of, and moves it, never backwards and never twice. The headers are pairs in any case and
    # order, the body is exactly what was received, at most 25 MiB (`MAX_BODY`).
    #
    # The answer says what it did, or why it did nothing. A webhook for a run that nobody knows is no error: it is
    # kept as `unknown_run`, logged for the projects of its repository where somebody asked for the run, and taken
    # again when it is delivered again. Other deliveries are known for as long as idempotency keys are, 7 days where
    # the database was opened with no other time. It does not wait for workflows that start by it.
    #
    # @param connection [String] The name under which the connection was registered.
    # @param headers [Hash{String => String}, Array<Array(String, String)>] The request's headers, in any case and
    #   order.
    # @param body [String] The request's body, exactly as it was received.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Delivery]
    # @raise [Error] In this order: `invalid_name`; `invalid_request` where the connection was not registered or has
    #   no secret for webhooks; `payload_too_large`; `invalid_signature`; `invalid_request` where a header is missing
    #   or the body is not what the sender sends; `invalid_status`.
    def apply_webhook(connection, headers, body, actor: nil, idempotency_key: nil)
      run(
        "apply_webhook",
        Delivery,
        connection: connection,
        headers: headers,
        body: Given.body(body),
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Says which run builds a candidate, by the candidate's id (the "release cut id" that the workflow was told). A
    # candidate whose build has ended is linked and stays as it is.
    #
    # @param release_cut_id [String] The candidate's id, which its build workflow was told as the release cut id.
    # @param run_id [String] The id that the CI system gave the run: 1 to 255 visible ASCII characters.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Candidate]
    # @raise [Error] `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII characters),
    #   `release_not_found`; `invalid_transition` where another run builds it.
    def sync_build(release_cut_id, run_id, actor: nil, idempotency_key: nil)
      run(
        "sync_build",
        Candidate,
        release_cut_id: release_cut_id,
        run_id: run_id,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # Says which run carries out a deployment, by the deployment's id: it is in progress then. A deployment that has
    # ended or is being canceled is linked and stays as it is.
    #
    # @param deployment_id [String] The deployment's id.
    # @param run_id [String] The id that the CI system gave the run: 1 to 255 visible ASCII characters.
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Deployment]
    # @raise [Error] `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII characters),
    #   `deployment_not_found`; `invalid_transition` where another run carries it out.
    def sync_deploy(deployment_id, run_id, actor: nil, idempotency_key: nil)
      run(
        "sync_deploy",
        Deployment,
        deployment_id: deployment_id,
        run_id: run_id,
        actor: actor,
        idempotency_key: idempotency_key
      )
    end

    # The audit log, newest first: who, when, what, before, after. Of everything, or of a project, an environment, a
    # candidate, or a candidate in an environment.
    #
    # @param project [String, nil] Only what concerns this project.
    # @param environment [String, nil] Only what concerns this environment of the project.
    # @param candidate [String, nil] Only what concerns this candidate of the project.
    # @param per_page [Integer, nil] How many items a page has: 1 to 100, 50 where nothing is said.
    # @param cursor [String, nil] Where the page begins: the `next` of the page before.
    # @return [Page<Event>]
    # @raise [Error] `invalid_request` (`per_page`, or an environment or candidate without its project),
    #   `invalid_name`, `invalid_release_candidate_version`, `project_not_found`, `environment_not_found`,
    #   `invalid_cursor`.
    def history(project: nil, environment: nil, candidate: nil, per_page: nil, cursor: nil)
      run(
        "history",
        [Event],
        project: project,
        environment: environment,
        candidate: candidate,
        per_page: per_page,
        cursor: cursor
      )
    end

    # Forgets the answers whose idempotency keys have expired, at most 500 a call, and answers how many it forgot. An
    # expired key is not honoured, forgotten or not; this only makes room.
    #
    # @param actor [String, nil] Who asks, for the audit log: a person or a machine, 1 to 255 characters without
    #   control characters and with no space at either end.
    # @param idempotency_key [String, nil] A key of 1 to 255 visible ASCII characters: the same request under the same
    #   key is made once, and answered again with the first answer, for 7 days where the database was opened with no
    #   other time. Another request under the key is refused (`idempotency_key_reused`).
    # @return [Integer]
    # @raise [Error] As the storage's.
    def purge_expired(actor: nil, idempotency_key: nil)
      run("purge_expired", nil, actor: actor, idempotency_key: idempotency_key)
    end
  end
end
