# frozen_string_literal: true

# Written by bindings-uniffi/generate.py from interface/*.json; not to be changed by hand.

module ReleaseCore
  # The state of a candidate's build.
  module BuildStatus
    # The artifacts are being made.
    BUILDING = :building
    # The candidate can be deployed.
    READY = :ready
    # The build failed; `rebuild` starts it again.
    FAILED = :failed
    # All of them, in their order.
    ALL = [BUILDING, READY, FAILED].freeze
  end

  # Which number of a version is raised; as text `major`, `minor` or `patch`.
  module Bump
    # The first number, for changes that break something.
    MAJOR = :major
    # The second number, for what is new.
    MINOR = :minor
    # The third number, for what is mended.
    PATCH = :patch
    # All of them, in their order.
    ALL = [MAJOR, MINOR, PATCH].freeze
  end

  # What happens when a candidate is to be deployed while another one is.
  module Concurrency
    # Both go on; the one that ends last is live.
    ALLOW = :allow
    # The second is refused with `deployment_in_progress`.
    REJECT = :reject
    # All of them, in their order.
    ALL = [ALLOW, REJECT].freeze
  end

  # What a webhook did.
  module DeliveryOutcome
    # The deployment or build was moved, or has learned something new.
    APPLIED = :applied
    # The delivery was taken before, or says what is known.
    ALREADY_APPLIED = :already_applied
    # It is older than what is known.
    STALE = :stale
    # It says nothing that a deployment or build could be moved by.
    IGNORED = :ignored
    # No deployment or build is known of that run.
    UNKNOWN_RUN = :unknown_run
    # All of them, in their order.
    ALL = [APPLIED, ALREADY_APPLIED, STALE, IGNORED, UNKNOWN_RUN].freeze
  end

  # How far the start of a workflow has come.
  module DispatchState
    # To be started when it is due.
    QUEUED = :queued
    # Written before the request leaves, so that a crash leaves a trace.
    SENDING = :sending
    # The CI system took it.
    STARTED = :started
    # The CI system refused it for good.
    REFUSED = :refused
    # Whether it was taken is not known; it is looked for, and never sent again blindly.
    UNKNOWN = :unknown
    # Taken back before it was sent.
    WITHDRAWN = :withdrawn
    # All of them, in their order.
    ALL = [QUEUED, SENDING, STARTED, REFUSED, UNKNOWN, WITHDRAWN].freeze
  end

  # Why not everything is told of what has changed.
  module Gap
    # The repository has no commit source here, and nothing was recorded.
    NO_COMMIT_SOURCE = :no_commit_source
    # The commit source does not have one of the two commits: it may have been lost with a branch that was
    # force-pushed.
    UNKNOWN_COMMIT = :unknown_commit
    # A part of the history is missing, as in a shallow clone.
    MISSING_HISTORY = :missing_history
    # All of them, in their order.
    ALL = [NO_COMMIT_SOURCE, UNKNOWN_COMMIT, MISSING_HISTORY].freeze
  end

  # How a commit stands to another one, the base.
  module Relation
    # It is the same commit.
    IDENTICAL = :identical
    # The base is in its history.
    AHEAD = :ahead
    # It is in the base's history.
    BEHIND = :behind
    # Each has commits that the other has not, on a history that they share.
    DIVERGED = :diverged
    # They share no history.
    UNRELATED = :unrelated
    # It cannot be told, because history is missing.
    UNKNOWN = :unknown
    # All of them, in their order.
    ALL = [IDENTICAL, AHEAD, BEHIND, DIVERGED, UNRELATED, UNKNOWN].freeze
  end

  # Why a tag was not imported.
  module SkipReason
    # What it names is no release version.
    INVALID_VERSION = :invalid_version
    # The project's version scheme does not allow the version.
    VERSION_SCHEME = :version_scheme
    # It leads to no commit.
    NO_COMMIT = :no_commit
    # The candidate exists at another commit.
    CANDIDATE_EXISTS = :candidate_exists
    # All of them, in their order.
    ALL = [INVALID_VERSION, VERSION_SCHEME, NO_COMMIT, CANDIDATE_EXISTS].freeze
  end

  # The status of a deployment. The first four are open, the last four closed.
  module Status
    # Recorded; nothing is known to have started.
    PENDING = :pending
    # Its run is under way.
    IN_PROGRESS = :in_progress
    # Asked to stop; the CI system has not said yet that it did.
    CANCELING = :canceling
    # Whether a run started, or how it ended, could not be found out.
    UNKNOWN = :unknown
    # The candidate runs in the environment.
    SUCCESS = :success
    # The run failed.
    FAILURE = :failure
    # Stopped before its end.
    CANCELED = :canceled
    # It could not be run: the CI system refused, or broke.
    ERROR = :error
    # All of them, in their order.
    ALL = [PENDING, IN_PROGRESS, CANCELING, UNKNOWN, SUCCESS, FAILURE, CANCELED, ERROR].freeze
  end

  # What an environment is for.
  module Tier
    # Serves users.
    PRODUCTION = :production
    # Shows a candidate as it would be in production.
    STAGING = :staging
    # For those who build it.
    DEVELOPMENT = :development
    # All of them, in their order.
    ALL = [PRODUCTION, STAGING, DEVELOPMENT].freeze
  end

  # Whether something is so, as far as it is known.
  module Truth
    # It is so.
    YES = :yes
    # It is not so.
    NO = :no
    # It cannot be told: history is missing, as in a shallow clone, or nobody knows the commits.
    UNKNOWN = :unknown
    # All of them, in their order.
    ALL = [YES, NO, UNKNOWN].freeze
  end

  # What a file of declarations has changed: the answer of `apply`.
  class Applied < Record
    # @!attribute [r] changes
    #   What was changed, or for a dry run would be, in the order of the names; nothing where all was as declared.
    #   @return [Array<AppliedChange>]
    attribute :changes, ["AppliedChange"], required: true

    # @!attribute [r] dry_run
    #   Whether this was a dry run, which changes nothing.
    #   @return [Boolean]
    attribute :dry_run, :plain, required: true

    # @!attribute [r] environments
    #   How many environments are declared.
    #   @return [Integer]
    attribute :environments, :plain, required: true

    # @!attribute [r] projects
    #   How many projects are declared.
    #   @return [Integer]
    attribute :projects, :plain, required: true

    # @!attribute [r] text
    #   All of it as plain text, for terminals and reviews: a line for each thing that changes, and one for each value
    #   that it had and has.
    #   @return [String]
    attribute :text, :plain, required: true

    # @!attribute [r] undeclared
    #   What exists and is not declared, without what is archived: it is left as it is. At most 1,000 are named.
    #   @return [Array<Undeclared>]
    attribute :undeclared, ["Undeclared"], required: true

    # @!attribute [r] undeclared_total
    #   How many there are of them in all.
    #   @return [Integer]
    attribute :undeclared_total, :plain, required: true
  end

  # One change, as the audit log has it.
  class AppliedChange < Record
    # @!attribute [r] action
    #   What, by the word of the audit log: `project.created`, `project.updated`, `project.repository_renamed`,
    #   `project.archived`, `project.unarchived`, and the same of an environment.
    #   @return [String]
    attribute :action, :plain, required: true

    # @!attribute [r] project
    #   The project.
    #   @return [String]
    attribute :project, :plain, required: true

    # @!attribute [r] after
    #   The fields that change, as they are to be.
    #   @return [Hash{String => Object}]
    attribute :after, :plain, default: {}.freeze

    # @!attribute [r] before
    #   The fields that change, as they were.
    #   @return [Hash{String => Object}]
    attribute :before, :plain, default: {}.freeze

    # @!attribute [r] environment
    #   The environment, where it is one that changes.
    #   @return [String, nil]
    attribute :environment, :plain
  end

  # A release candidate: one commit, for ever.
  class Candidate < Record
    # @!attribute [r] build_status
    #   The state of its build.
    #   @return [Symbol]
    attribute :build_status, :word, required: true

    # @!attribute [r] commit
    #   The commit that it was cut at.
    #   @return [String]
    attribute :commit, :plain, required: true

    # @!attribute [r] created_at
    #   When it was cut.
    #   @return [Time]
    attribute :created_at, :time, required: true

    # @!attribute [r] id
    #   Its id, the "release cut id" that a build workflow is told.
    #   @return [String]
    attribute :id, :plain, required: true

    # @!attribute [r] project
    #   The project it belongs to.
    #   @return [String]
    attribute :project, :plain, required: true

    # @!attribute [r] release_version
    #   The version of the release that it is a candidate of.
    #   @return [String]
    attribute :release_version, :plain, required: true

    # @!attribute [r] repository
    #   The repository as it was named when the candidate was cut.
    #   @return [String]
    attribute :repository, :plain, required: true

    # @!attribute [r] version
    #   Its version.
    #   @return [String]
    attribute :version, :plain, required: true

    # @!attribute [r] actor
    #   Who cut it.
    #   @return [String, nil]
    attribute :actor, :plain

    # @!attribute [r] build_end_at
    #   When its build ended, or when it was cut where there was nothing to build.
    #   @return [Time, nil]
    attribute :build_end_at, :time

    # @!attribute [r] dispatch_id
    #   The dispatch of its newest build.
    #   @return [String, nil]
    attribute :dispatch_id, :plain

    # @!attribute [r] error_message
    #   What went wrong with the build.
    #   @return [String, nil]
    attribute :error_message, :plain

    # @!attribute [r] run_id
    #   The id that the CI system gave the build's run.
    #   @return [String, nil]
    attribute :run_id, :plain

    # @!attribute [r] url
    #   Where the build's run is shown.
    #   @return [String, nil]
    attribute :url, :plain
  end

  # A commit in a list of changes.
  class ChangedCommit < Record
    # @!attribute [r] author
    #   Who wrote it: a name.
    #   @return [String]
    attribute :author, :plain, required: true

    # @!attribute [r] commit
    #   Its full hash.
    #   @return [String]
    attribute :commit, :plain, required: true

    # @!attribute [r] relevant
    #   Whether it touches a path of the project.
    #   @return [Symbol]
    attribute :relevant, :word, required: true

    # @!attribute [r] subject
    #   The first line of its message.
    #   @return [String]
    attribute :subject, :plain, required: true

    # @!attribute [r] time
    #   When it was committed.
    #   @return [Time]
    attribute :time, :time, required: true

    # @!attribute [r] parents
    #   The commits that it was made of, the one that it was made on first.
    #   @return [Array<String>]
    attribute :parents, [:plain], default: [].freeze

    # @!attribute [r] paths
    #   The files that differ from its first parent, from the repository's root, with `/`. Nothing where they were not
    #   asked for, where they cannot be read, and where they are more than `MAX_PATHS`.
    #   @return [Array<String>, nil]
    attribute :paths, [:plain]

    # @!attribute [r] pull_requests
    #   The numbers of the pull requests that its subject names.
    #   @return [Array<Integer>]
    attribute :pull_requests, [:plain], default: [].freeze
  end

  # The commits that one candidate has and another one has not.
  class ChangedCommits < Record
    # @!attribute [r] commits
    #   Those that touch the project or may touch it, the newest first: at most `MAX_COMMITS`.
    #   @return [Array<ChangedCommit>]
    attribute :commits, ["ChangedCommit"], required: true

    # @!attribute [r] looked_at
    #   How many of the newest ones were looked at. Where this is less than `total`, the rest is not listed.
    #   @return [Integer]
    attribute :looked_at, :plain, required: true

    # @!attribute [r] not_relevant
    #   How many of those that were looked at touch nothing of the project, and are not listed.
    #   @return [Integer]
    attribute :not_relevant, :plain, required: true

    # @!attribute [r] total
    #   How many there are in all, as far as the history is known.
    #   @return [Integer]
    attribute :total, :plain, required: true
  end

  # What a candidate brings and takes away against another one: the answer of `changes` and `release_notes`.
  class Changes < Record
    # @!attribute [r] brings
    #   The commits that `to` has and `from` has not.
    #   @return [ChangedCommits]
    attribute :brings, "ChangedCommits", required: true

    # @!attribute [r] markdown
    #   All of it as Markdown, for release notes and comments.
    #   @return [String]
    attribute :markdown, :plain, required: true

    # @!attribute [r] project
    #   The project.
    #   @return [String]
    attribute :project, :plain, required: true

    # @!attribute [r] takes_away
    #   The commits that `from` has and `to` has not.
    #   @return [ChangedCommits]
    attribute :takes_away, "ChangedCommits", required: true

    # @!attribute [r] text
    #   All of it as plain text, for terminals and chats.
    #   @return [String]
    attribute :text, :plain, required: true

    # @!attribute [r] to
    #   What is compared with it.
    #   @return [Cut]
    attribute :to, "Cut", required: true

    # @!attribute [r] environment
    #   The environment; nothing for release notes.
    #   @return [String, nil]
    attribute :environment, :plain

    # @!attribute [r] from
    #   What was there before; nothing where there was nothing.
    #   @return [Cut, nil]
    attribute :from, "Cut"

    # @!attribute [r] gap
    #   Why not everything is told; nothing where it is.
    #   @return [Symbol, nil]
    attribute :gap, :word

    # @!attribute [r] recorded_at
    #   When this was recorded, where it was not asked of a commit source just now.
    #   @return [Time, nil]
    attribute :recorded_at, :time

    # @!attribute [r] relation
    #   How `to` stands to `from`; nothing without `from`.
    #   @return [Symbol, nil]
    attribute :relation, :word
  end

  # What a round of `check_runs` did.
  class CheckedRuns < Record
    # @!attribute [r] heard
    #   Runs that were asked about and are known to stand somewhere.
    #   @return [Integer]
    attribute :heard, :plain, required: true

    # @!attribute [r] moved
    #   Of these, the ones whose deployment or build has moved by the answer.
    #   @return [Integer]
    attribute :moved, :plain, required: true

    # @!attribute [r] not_asked
    #   Runs whose CI system could not be asked now.
    #   @return [Integer]
    attribute :not_asked, :plain, required: true

    # @!attribute [r] unknown
    #   Runs that the CI system does not know, or that its trigger cannot tell of.
    #   @return [Integer]
    attribute :unknown, :plain, required: true

    # @!attribute [r] without_trigger
    #   Silent runs that need a trigger that this handle was not given.
    #   @return [Integer]
    attribute :without_trigger, :plain, required: true
  end

  # A commit as its source shows it.
  class Commit < Record
    # @!attribute [r] author
    #   Who wrote it: a name.
    #   @return [String]
    attribute :author, :plain, required: true

    # @!attribute [r] commit
    #   Its full hash.
    #   @return [String]
    attribute :commit, :plain, required: true

    # @!attribute [r] subject
    #   The first line of its message.
    #   @return [String]
    attribute :subject, :plain, required: true

    # @!attribute [r] time
    #   When it was committed.
    #   @return [Time]
    attribute :time, :time, required: true

    # @!attribute [r] parents
    #   The commits that it was made of, the one that it was made on first.
    #   @return [Array<String>]
    attribute :parents, [:plain], default: [].freeze

    # @!attribute [r] paths
    #   The files that differ from its first parent, from the repository's root, with `/`. Nothing where they were not
    #   asked for, where they cannot be read, and where they are more than `MAX_PATHS`.
    #   @return [Array<String>, nil]
    attribute :paths, [:plain]
  end

  # The candidates of a project that contain a commit: it is theirs, or in the history of theirs.
  class CommitInCandidates < Record
    # @!attribute [r] count
    #   How many contain it.
    #   @return [Integer]
    attribute :count, :plain, required: true

    # @!attribute [r] unknown
    #   Of how many it cannot be told.
    #   @return [Integer]
    attribute :unknown, :plain, required: true

    # @!attribute [r] first
    #   The lowest version that contains it.
    #   @return [String, nil]
    attribute :first, :plain
  end

  # Where a commit is in one environment.
  class CommitInEnvironment < Record
    # @!attribute [r] contained
    #   Whether what is live contains the commit.
    #   @return [Symbol]
    attribute :contained, :word, required: true

    # @!attribute [r] environment
    #   The environment.
    #   @return [String]
    attribute :environment, :plain, required: true

    # @!attribute [r] tier
    #   Its tier.
    #   @return [Symbol]
    attribute :tier, :word, required: true

    # @!attribute [r] live
    #   What is live.
    #   @return [String, nil]
    attribute :live, :plain

    # @!attribute [r] since
    #   Since when all that was live contained it. Of a thousand successes and more, the time of the thousandth.
    #   @return [Time, nil]
    attribute :since, :time

    # @!attribute [r] was
    #   Where it is not contained, the last time that it was, among the last thousand successes.
    #   @return [CommitStay, nil]
    attribute :was, "CommitStay"
  end

  # Where a commit is in one project.
  class CommitInProject < Record
    # @!attribute [r] candidates
    #   The candidates that contain it.
    #   @return [CommitInCandidates]
    attribute :candidates, "CommitInCandidates", required: true

    # @!attribute [r] commit
    #   The commit's full hash.
    #   @return [String]
    attribute :commit, :plain, required: true

    # @!attribute [r] environments
    #   The project's environments by name, without the archived ones; empty where the commit is not relevant.
    #   @return [Array<CommitInEnvironment>]
    attribute :environments, ["CommitInEnvironment"], required: true

    # @!attribute [r] project
    #   The project.
    #   @return [String]
    attribute :project, :plain, required: true

    # @!attribute [r] relevant
    #   Whether the commit touches a path of the project. Where it does not, nothing more is looked up.
    #   @return [Symbol]
    attribute :relevant, :word, required: true

    # @!attribute [r] repository
    #   Its repository.
    #   @return [String]
    attribute :repository, :plain, required: true

    # @!attribute [r] details
    #   The commit as its source shows it, without its paths; nothing without a source, and where it does not reach it.
    #   @return [Commit, nil]
    attribute :details, "Commit"
  end

  # A time in which an environment contained a commit that it does not contain any more.
  class CommitStay < Record
    # @!attribute [r] candidate_version
    #   The candidate that was live last with it.
    #   @return [String]
    attribute :candidate_version, :plain, required: true

    # @!attribute [r] deployment_id
    #   That candidate's deployment.
    #   @return [String]
    attribute :deployment_id, :plain, required: true

    # @!attribute [r] replaced_by
    #   The candidate that took it away.
    #   @return [String]
    attribute :replaced_by, :plain, required: true

    # @!attribute [r] rolled_back
    #   Whether that was a rollback.
    #   @return [Boolean]
    attribute :rolled_back, :plain, required: true

    # @!attribute [r] since
    #   Since when it was contained.
    #   @return [Time]
    attribute :since, :time, required: true

    # @!attribute [r] until
    #   Until when.
    #   @return [Time]
    attribute :until, :time, required: true
  end

  # A candidate and the commit that it was cut at.
  class Cut < Record
    # @!attribute [r] candidate_version
    #   The candidate.
    #   @return [String]
    attribute :candidate_version, :plain, required: true

    # @!attribute [r] commit
    #   Its commit.
    #   @return [String]
    attribute :commit, :plain, required: true
  end

  # What came of a webhook, and why.
  class Delivery < Record
    # @!attribute [r] delivery_id
    #   What tells this delivery from others.
    #   @return [String]
    attribute :delivery_id, :plain, required: true

    # @!attribute [r] event
    #   What it was about, in the sender's words: `workflow_run.completed`, `build.finished`.
    #   @return [String]
    attribute :event, :plain, required: true

    # @!attribute [r] outcome
    #   What it did.
    #   @return [Symbol]
    attribute :outcome, :word, required: true

    # @!attribute [r] attempt
    #   The attempt of the run, where the sender counts them.
    #   @return [Integer, nil]
    attribute :attempt, :plain

    # @!attribute [r] candidate_version
    #   The candidate that is deployed or built.
    #   @return [String, nil]
    attribute :candidate_version, :plain

    # @!attribute [r] deployment_id
    #   The deployment; nothing where it is a build. A new one where the run was attempted again after its end.
    #   @return [String, nil]
    attribute :deployment_id, :plain

    # @!attribute [r] environment
    #   The environment of the deployment.
    #   @return [String, nil]
    attribute :environment, :plain

    # @!attribute [r] project
    #   The project of the deployment or build.
    #   @return [String, nil]
    attribute :project, :plain

    # @!attribute [r] reason
    #   Why it did nothing, where it did nothing.
    #   @return [String, nil]
    attribute :reason, :plain

    # @!attribute [r] run_id
    #   The run.
    #   @return [String, nil]
    attribute :run_id, :plain

    # @!attribute [r] status_after
    #   The status since.
    #   @return [String, nil]
    attribute :status_after, :plain

    # @!attribute [r] status_before
    #   The status before: a deployment's word, or a build's.
    #   @return [String, nil]
    attribute :status_before, :plain
  end

  # One attempt to put one candidate into one environment.
  class Deployment < Record
    # @!attribute [r] commit
    #   The candidate's commit.
    #   @return [String]
    attribute :commit, :plain, required: true

    # @!attribute [r] created_at
    #   When it was recorded.
    #   @return [Time]
    attribute :created_at, :time, required: true

    # @!attribute [r] environment_name
    #   The environment.
    #   @return [String]
    attribute :environment_name, :plain, required: true

    # @!attribute [r] id
    #   Its id, the "deployment id" that a deploy workflow is told.
    #   @return [String]
    attribute :id, :plain, required: true

    # @!attribute [r] number
    #   Its number, counted within the environment from 1.
    #   @return [Integer]
    attribute :number, :plain, required: true

    # @!attribute [r] project
    #   The project.
    #   @return [String]
    attribute :project, :plain, required: true

    # @!attribute [r] release_candidate_version
    #   The candidate.
    #   @return [String]
    attribute :release_candidate_version, :plain, required: true

    # @!attribute [r] release_version
    #   The version of the candidate's release.
    #   @return [String]
    attribute :release_version, :plain, required: true

    # @!attribute [r] status
    #   Its status.
    #   @return [Symbol]
    attribute :status, :word, required: true

    # @!attribute [r] actor
    #   Who asked for it.
    #   @return [String, nil]
    attribute :actor, :plain

    # @!attribute [r] attempt
    #   The attempt of that run, from 1.
    #   @return [Integer, nil]
    attribute :attempt, :plain

    # @!attribute [r] deploy_end_at
    #   When it first came to its end.
    #   @return [Time, nil]
    attribute :deploy_end_at, :time

    # @!attribute [r] deploy_start_at
    #   When it first moved out of `pending`.
    #   @return [Time, nil]
    attribute :deploy_start_at, :time

    # @!attribute [r] dispatch_id
    #   The dispatch of its workflow; missing where none is configured or it was only reported.
    #   @return [String, nil]
    attribute :dispatch_id, :plain

    # @!attribute [r] error_message
    #   What went wrong, in the words of who reported it.
    #   @return [String, nil]
    attribute :error_message, :plain

    # @!attribute [r] from_release_candidate_version
    #   The candidate that the environment is moving from.
    #   @return [String, nil]
    attribute :from_release_candidate_version, :plain

    # @!attribute [r] from_release_version
    #   The release that the environment is moving from.
    #   @return [String, nil]
    attribute :from_release_version, :plain

    # @!attribute [r] reason
    #   For a rollback, why this target; for a forced deployment, why it was forced.
    #   @return [String, nil]
    attribute :reason, :plain

    # @!attribute [r] retry_of
    #   For a deployment made by `retry_dispatch`: the one whose start had failed.
    #   @return [String, nil]
    attribute :retry_of, :plain

    # @!attribute [r] rollback_of
    #   For a rollback: the deployment that it takes the environment away from.
    #   @return [String, nil]
    attribute :rollback_of, :plain

    # @!attribute [r] run_id
    #   The id that the CI system gave its run.
    #   @return [String, nil]
    attribute :run_id, :plain

    # @!attribute [r] url
    #   Where its run is shown.
    #   @return [String, nil]
    attribute :url, :plain
  end

  # The start of one workflow, from the decision until it is known to have started or to be impossible.
  class Dispatch < Record
    # @!attribute [r] attempts
    #   How often it was sent, or tried to be.
    #   @return [Integer]
    attribute :attempts, :plain, required: true

    # @!attribute [r] candidate_id
    #   The candidate's id.
    #   @return [String]
    attribute :candidate_id, :plain, required: true

    # @!attribute [r] candidate_version
    #   The candidate that is built or deployed.
    #   @return [String]
    attribute :candidate_version, :plain, required: true

    # @!attribute [r] created_at
    #   When it was recorded.
    #   @return [Time]
    attribute :created_at, :time, required: true

    # @!attribute [r] id
    #   Its id, which the CI system is told, so that its run can be found again.
    #   @return [String]
    attribute :id, :plain, required: true

    # @!attribute [r] project
    #   The project.
    #   @return [String]
    attribute :project, :plain, required: true

    # @!attribute [r] state
    #   How far it has come.
    #   @return [Symbol]
    attribute :state, :word, required: true

    # @!attribute [r] workflow
    #   The workflow as it was configured when the dispatch was recorded.
    #   @return [Workflow]
    attribute :workflow, "Workflow", required: true

    # @!attribute [r] deployment_id
    #   The deployment, for a deploy workflow.
    #   @return [String, nil]
    attribute :deployment_id, :plain

    # @!attribute [r] due_at
    #   When it is to be looked at next; nothing where it is settled.
    #   @return [Time, nil]
    attribute :due_at, :time

    # @!attribute [r] environment
    #   The environment, for a deploy workflow.
    #   @return [String, nil]
    attribute :environment, :plain

    # @!attribute [r] message
    #   The CI system's words, or what went wrong on the way to it.
    #   @return [String, nil]
    attribute :message, :plain

    # @!attribute [r] run_id
    #   The id that the CI system gave the run.
    #   @return [String, nil]
    attribute :run_id, :plain

    # @!attribute [r] url
    #   Where the run is shown.
    #   @return [String, nil]
    attribute :url, :plain
  end

  # What a round of `dispatch_pending` did.
  class Dispatched < Record
    # @!attribute [r] postponed
    #   Starts put off, because nothing could be sent now.
    #   @return [Integer]
    attribute :postponed, :plain, required: true

    # @!attribute [r] refused
    #   Starts that were refused for good.
    #   @return [Integer]
    attribute :refused, :plain, required: true

    # @!attribute [r] started
    #   Workflows that were started, and runs that were found again.
    #   @return [Integer]
    attribute :started, :plain, required: true

    # @!attribute [r] unknown
    #   Starts whose outcome is still looked for, or could not be found out.
    #   @return [Integer]
    attribute :unknown, :plain, required: true

    # @!attribute [r] without_trigger
    #   Dispatches that are due and need a trigger that this handle was not given.
    #   @return [Integer]
    attribute :without_trigger, :plain, required: true
  end

  # A place that a project is deployed to.
  class Environment < Record
    # @!attribute [r] concurrency
    #   What happens when a candidate is to be deployed while another one is.
    #   @return [Symbol]
    attribute :concurrency, :word, required: true

    # @!attribute [r] created_at
    #   When it was created.
    #   @return [Time]
    attribute :created_at, :time, required: true

    # @!attribute [r] id
    #   Its id, which outlives a renaming.
    #   @return [String]
    attribute :id, :plain, required: true

    # @!attribute [r] name
    #   Its name.
    #   @return [String]
    attribute :name, :plain, required: true

    # @!attribute [r] project
    #   The project it belongs to.
    #   @return [String]
    attribute :project, :plain, required: true

    # @!attribute [r] tier
    #   What it is for.
    #   @return [Symbol]
    attribute :tier, :word, required: true

    # @!attribute [r] actor
    #   Who created it.
    #   @return [String, nil]
    attribute :actor, :plain

    # @!attribute [r] archived_at
    #   Since when it is archived: kept, hidden from lists, refused for new work.
    #   @return [Time, nil]
    attribute :archived_at, :time

    # @!attribute [r] deploy_workflow
    #   The workflow that deploys to it; without one, deployments wait for status updates.
    #   @return [Workflow, nil]
    attribute :deploy_workflow, "Workflow"

    # @!attribute [r] active_freeze
    #   Why it takes no deployments now.
    #   @return [Freeze, nil]
    attribute :active_freeze, "Freeze", json: :freeze
  end

  # One line of the audit log: who, when, what, before, after.
  class Event < Record
    # @!attribute [r] action
    #   What, for example `deployment.created`.
    #   @return [String]
    attribute :action, :plain, required: true

    # @!attribute [r] at
    #   When, by the storage's clock.
    #   @return [Time]
    attribute :at, :time, required: true

    # @!attribute [r] project
    #   The project, as it was named then.
    #   @return [String]
    attribute :project, :plain, required: true

    # @!attribute [r] sequence
    #   Its place in the log; a later event has a higher number.
    #   @return [Integer]
    attribute :sequence, :plain, required: true

    # @!attribute [r] actor
    #   Who, where the call said so.
    #   @return [String, nil]
    attribute :actor, :plain

    # @!attribute [r] after
    #   What changed, as it is since.
    #   @return [Hash{String => Object}]
    attribute :after, :plain, default: {}.freeze

    # @!attribute [r] before
    #   What changed, as it was before.
    #   @return [Hash{String => Object}]
    attribute :before, :plain, default: {}.freeze

    # @!attribute [r] candidate_version
    #   The candidate.
    #   @return [String, nil]
    attribute :candidate_version, :plain

    # @!attribute [r] deployment_id
    #   The deployment.
    #   @return [String, nil]
    attribute :deployment_id, :plain

    # @!attribute [r] environment
    #   The environment, as it was named then.
    #   @return [String, nil]
    attribute :environment, :plain

    # @!attribute [r] reason
    #   Why, where the call or the rule said so.
    #   @return [String, nil]
    attribute :reason, :plain
  end

  # A freeze of an environment.
  class Freeze < Record
    # @!attribute [r] reason
    #   Why.
    #   @return [String]
    attribute :reason, :plain, required: true

    # @!attribute [r] since
    #   Since when.
    #   @return [Time]
    attribute :since, :time, required: true

    # @!attribute [r] actor
    #   Who froze it.
    #   @return [String, nil]
    attribute :actor, :plain

    # @!attribute [r] until
    #   Until when; until it is ended by hand where this is missing.
    #   @return [Time, nil]
    attribute :until, :time
  end

  # A candidate that was made of a tag.
  class ImportedTag < Record
    # @!attribute [r] candidate_version
    #   The candidate.
    #   @return [String]
    attribute :candidate_version, :plain, required: true

    # @!attribute [r] commit
    #   The commit.
    #   @return [String]
    attribute :commit, :plain, required: true

    # @!attribute [r] tag
    #   The tag.
    #   @return [String]
    attribute :tag, :plain, required: true
  end

  # What an import of tags did: the answer of `import_tags`.
  class ImportedTags < Record
    # @!attribute [r] imported
    #   The candidates that were made, the lowest version first; for a dry run, those that would be.
    #   @return [Array<ImportedTag>]
    attribute :imported, ["ImportedTag"], required: true

    # @!attribute [r] left
    #   How many tags are left for another call, because one makes at most `MAX_IMPORTED` candidates.
    #   @return [Integer]
    attribute :left, :plain, required: true

    # @!attribute [r] other
    #   How many tags do not look like versions of this project.
    #   @return [Integer]
    attribute :other, :plain, required: true

    # @!attribute [r] present
    #   How many tags stand for candidates that were there already.
    #   @return [Integer]
    attribute :present, :plain, required: true

    # @!attribute [r] project
    #   The project.
    #   @return [String]
    attribute :project, :plain, required: true

    # @!attribute [r] repository
    #   Its repository.
    #   @return [String]
    attribute :repository, :plain, required: true

    # @!attribute [r] skipped
    #   How many tags look like versions of this project and cannot be imported.
    #   @return [Integer]
    attribute :skipped, :plain, required: true

    # @!attribute [r] skipped_tags
    #   Which ones, and why: at most `MAX_SKIPPED`.
    #   @return [Array<SkippedTag>]
    attribute :skipped_tags, ["SkippedTag"], required: true
  end

  # What is live in an environment, what is in flight, and what was live before.
  class Live < Record
    # @!attribute [r] deployment
    #   The successful deployment that ended last; nothing where there was none yet.
    #   @return [Deployment, nil]
    attribute :deployment, "Deployment", always: true

    # @!attribute [r] environment
    #   The environment.
    #   @return [String]
    attribute :environment, :plain, required: true

    # @!attribute [r] active_freeze
    #   The freeze that holds now.
    #   @return [Freeze, nil]
    attribute :active_freeze, "Freeze", json: :freeze, always: true

    # @!attribute [r] in_flight
    #   The open deployments, newest first, at most 100.
    #   @return [Array<Deployment>]
    attribute :in_flight, ["Deployment"], required: true

    # @!attribute [r] previous
    #   The success with another candidate that ended last before the live one.
    #   @return [Deployment, nil]
    attribute :previous, "Deployment", always: true

    # @!attribute [r] project
    #   The project.
    #   @return [String]
    attribute :project, :plain, required: true
  end

  # A thing that is built and deployed together. It keeps one repository for life; a repository may have many
  # projects.
  class Project < Record
    # @!attribute [r] created_at
    #   When it was created.
    #   @return [Time]
    attribute :created_at, :time, required: true

    # @!attribute [r] id
    #   Its id, which outlives a renaming.
    #   @return [String]
    attribute :id, :plain, required: true

    # @!attribute [r] name
    #   Its name.
    #   @return [String]
    attribute :name, :plain, required: true

    # @!attribute [r] repository
    #   The repository that its candidates are cut from.
    #   @return [String]
    attribute :repository, :plain, required: true

    # @!attribute [r] version_scheme
    #   What its release versions are narrowed to.
    #   @return [String]
    attribute :version_scheme, :plain, required: true

    # @!attribute [r] actor
    #   Who created it.
    #   @return [String, nil]
    attribute :actor, :plain

    # @!attribute [r] archived_at
    #   Since when it is archived: kept, hidden from lists, refused for new work.
    #   @return [Time, nil]
    attribute :archived_at, :time

    # @!attribute [r] build_workflow
    #   The workflow that makes a candidate's artifacts; without one, candidates are ready at once.
    #   @return [Workflow, nil]
    attribute :build_workflow, "Workflow"

    # @!attribute [r] former_repositories
    #   The names that the repository had before it moved.
    #   @return [Array<String>]
    attribute :former_repositories, [:plain], default: [].freeze

    # @!attribute [r] path_patterns
    #   Which paths of the repository are the project's; without patterns, all of them.
    #   @return [Array<String>]
    attribute :path_patterns, [:plain], default: [].freeze
  end

  # One release version of a project; it has one or more candidates.
  class Release < Record
    # @!attribute [r] created_at
    #   When its first candidate was cut.
    #   @return [Time]
    attribute :created_at, :time, required: true

    # @!attribute [r] head
    #   Its newest candidate: the one with the highest number.
    #   @return [String]
    attribute :head, :plain, required: true

    # @!attribute [r] project
    #   The project it belongs to.
    #   @return [String]
    attribute :project, :plain, required: true

    # @!attribute [r] version
    #   Its version.
    #   @return [String]
    attribute :version, :plain, required: true
  end

  # What a rollback does, or would do.
  class Rollback < Record
    # @!attribute [r] cancels
    #   The open deployments that are canceled by it.
    #   @return [Array<String>]
    attribute :cancels, [:plain], required: true

    # @!attribute [r] deployment
    #   The rollback's own deployment; nothing for a dry run.
    #   @return [Deployment, nil]
    attribute :deployment, "Deployment", always: true

    # @!attribute [r] leaves
    #   The candidate that is left, and marked as abandoned in the environment where it differs from the target.
    #   @return [String]
    attribute :leaves, :plain, required: true

    # @!attribute [r] reason
    #   Why that one.
    #   @return [String]
    attribute :reason, :plain, required: true

    # @!attribute [r] target
    #   The candidate that is deployed.
    #   @return [String]
    attribute :target, :plain, required: true
  end

  # A tag that was not imported.
  class SkippedTag < Record
    # @!attribute [r] message
    #   What exactly, for people.
    #   @return [String]
    attribute :message, :plain, required: true

    # @!attribute [r] reason
    #   Why.
    #   @return [Symbol]
    attribute :reason, :word, required: true

    # @!attribute [r] tag
    #   The tag, cut where it is longer than a version can be.
    #   @return [String]
    attribute :tag, :plain, required: true
  end

  # A project that is not declared, or an environment of a declared one that is not.
  class Undeclared < Record
    # @!attribute [r] project
    #   The project.
    #   @return [String]
    attribute :project, :plain, required: true

    # @!attribute [r] environment
    #   The environment; nothing where it is the project with all that is in it.
    #   @return [String, nil]
    attribute :environment, :plain
  end

  # Where a commit is: the answer of `where_is`.
  class WhereIs < Record
    # @!attribute [r] commit
    #   What was asked for, in lower case.
    #   @return [String]
    attribute :commit, :plain, required: true

    # @!attribute [r] projects
    #   The projects of the repositories that have the commit, by name.
    #   @return [Array<CommitInProject>]
    attribute :projects, ["CommitInProject"], required: true
  end

  # A CI/CD workflow, configured on a project (its build) or on an environment (its deploy).
  #
  # A workflow *names* things: the kind of trigger, and the connection that a program registers under that name with
  # its address, credential or program. It never holds any of these itself, so that who can write to the database
  # cannot make another program's handle run something of their own.
  class Workflow < Record
    # @!attribute [r] trigger
    #   The kind of trigger that starts it, for example `command`.
    #   @return [String]
    attribute :trigger, :plain, required: true

    # @!attribute [r] connection
    #   The name that the running program registered the trigger under.
    #   @return [String]
    attribute :connection, :plain, required: true

    # @!attribute [r] settings
    #   What the kind of trigger needs to know besides, for example a workflow's file name and branch.
    #   @return [Hash{String => Object}]
    attribute :settings, :plain, default: {}.freeze

    # @!attribute [r] parameters
    #   Parameters of your own, passed on as they are: at most 100, names of 1 to 128 ASCII letters, digits, `-`, `_`
    #   and `.`, 65,535 bytes in all.
    #   @return [Hash{String => String}]
    attribute :parameters, :plain, default: {}.freeze
  end
end
