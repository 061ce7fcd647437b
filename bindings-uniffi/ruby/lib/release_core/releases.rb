# frozen_string_literal: true

module ReleaseCore
  # A handle on one database of releases. Threads may share it.
  #
  # Opening one starts nothing. It starts only workflows whose connection it was given by {#connect}, and takes up what
  # others have left only when told to by {#dispatch_pending}, or by a worker.
  class Releases
    include Operations

    # Opens a database by its path or URL, and makes it where there is none: `releases.db`,
    # `sqlite:releases.db?synchronous=normal`, `memory:`, `postgres://deploy@db.acme.dev/releases?sslmode=verify-full`.
    # With a block, the handle is closed after it.
    #
    # @param location [String, #to_path] The path or URL.
    # @param idempotency_ttl [Numeric, nil] How long answers under an idempotency key are kept, in seconds; 7 days where
    #   nothing is said.
    # @param dispatch_wait [Numeric, nil] How long a call that starts a workflow waits for the CI system's answer, in
    #   seconds; 10 where nothing is said.
    # @return [Releases], or what the block answers.
    # @raise [Error] `invalid_request`, `not_a_database`, `schema_too_new`, `storage_read_only`, `storage_full`,
    #   `unavailable`.
    def self.open(location, idempotency_ttl: nil, dispatch_wait: nil)
      location = location.to_path if location.respond_to?(:to_path)
      options = {
        idempotency_ttl_ms: Given.milliseconds(idempotency_ttl, :idempotency_ttl),
        dispatch_wait_ms: Given.milliseconds(dispatch_wait, :dispatch_wait)
      }
      location = Boundary.text(location, :database)
      options = Boundary.json(options.compact, :options)
      releases = new(Boundary.call { ReleaseFfi::NativeReleases.open_async(location, options) })
      return releases unless block_given?

      begin
        yield releases
      ensure
        releases.close
      end
    end

    # A database in memory, for tests and for trying things out. It is gone with the handle.
    def self.in_memory(**options, &block)
      open("memory:", **options, &block)
    end

    private_class_method :new

    # @private
    def initialize(native)
      @native = native
      @workers = []
    end

    # Registers a connection under the name by which workflows ask for it: a CI system with its address and credential,
    # or a program. One of the same name is replaced, which is how a token is changed.
    #
    #     releases.connect("deploy", kind: "command", program: "/srv/deploy/run", args: ["--verbose"])
    #     releases.connect("github", kind: "github", token: ENV.fetch("GITHUB_TOKEN"))
    #
    # | kind | members (those in brackets may be left out) |
    # |---|---|
    # | `command` | `program`, [`args`, `current_dir`, `env`, `env_inherit`, `inherit_stdout`, `time_limit_seconds`, `grace_seconds`] |
    # | `github` | `token`, [`base_url`, `webhook_secret`, `return_run_details`, `neutral`, `proxy`, `timeout_seconds`] |
    # | `buildkite` | `organization`, `token`, [`base_url`, `webhook_token`, `proxy`, `timeout_seconds`] |
    # | `webhook` | `url`, `key`, [`allow_private_addresses`, `timeout_seconds`] |
    #
    # @param name [String] The name.
    # @param kind [String] What it is.
    # @return [void]
    # @raise [Error] `invalid_name`; `invalid_request` with the member that is wrong, and never a value.
    def connect(name, kind:, **members)
      name = Boundary.text(name, :name)
      described = Boundary.json({ kind: kind, **members }, :connection)
      Boundary.call { @native.connect(name, described) }
      nil
    end

    # Gives the handle a commit source, for one repository or for all that have none of their own. Commits are checked
    # by it before a release is cut.
    #
    #     releases.add_commit_source("acme/web", kind: "data", repositories: { "acme/web" => [commit] })
    #
    # @param repository [String, nil] The repository; `nil` for all that have no source of their own.
    # @param kind [String] What it is.
    # @return [void]
    # @raise [Error] `invalid_repository`, `invalid_request`.
    def add_commit_source(repository, kind:, **members)
      repository = Boundary.text(repository, :repository) unless repository.nil?
      described = Boundary.json({ kind: kind, **members }, :config)
      Boundary.call { @native.add_commit_source(repository, described) }
      nil
    end

    # Starts a worker: it starts what is due, asks about runs that fell silent, and forgets what has expired, until it
    # is stopped or the handle is closed. Nothing starts one by itself. Durations are seconds.
    #
    # @param poll_interval [Numeric, nil] How often it looks for work that another process has left; 5.
    # @param check_interval [Numeric, nil] How often it looks for silent runs; 60.
    # @param silent_after [Numeric, nil] How long a run must have been silent to be asked about; 600.
    # @return [Worker]
    # @raise [Error] `unavailable`, where no thread can be started.
    def start_worker(poll_interval: nil, check_interval: nil, silent_after: nil)
      options = {
        poll_interval_ms: Given.milliseconds(poll_interval, :poll_interval),
        check_interval_ms: Given.milliseconds(check_interval, :check_interval),
        silent_after_ms: Given.milliseconds(silent_after, :silent_after)
      }
      options = Boundary.json(options.compact, :options)
      worker = Worker.new(Boundary.call { @native.start_worker(options) })
      # A worker that nobody holds goes on as long as its handle.
      @workers = @workers.reject(&:ended?) << worker
      worker
    end

    # Runs an operation by its name on a hash of its arguments, and answers the engine's JSON as plain hashes, lists,
    # texts and numbers: for tools that take any operation. `interface/operations.json` describes them.
    #
    # @param operation [String] The operation's name.
    # @param arguments [Hash] Its arguments and options; durations are milliseconds, times RFC 3339 texts.
    # @raise [Error] as the operation; `invalid_request` for an unknown operation or argument, and for one that is missing.
    def invoke(operation, arguments = {})
      operation = Boundary.text(operation, :operation)
      arguments = Boundary.json(arguments, :arguments)
      # The form that waits: it holds no lock of Ruby's, also where a CI system or another process has to answer.
      Boundary.parse(Boundary.call { @native.invoke_async(operation, arguments) })
    end

    # Where the database is, for people: a path or URL without credentials.
    # @return [String]
    def location
      @native.location
    end

    # Closes the database; later calls fail with `unavailable`. Closing twice is no error.
    # @return [void]
    def close
      Boundary.call { @native.close_database_async }
      nil
    end

    def inspect
      "#<#{self.class} #{location}>"
    end
    alias to_s inspect

    private

    # What {Operations} are made of.
    def run(operation, answer, **with)
      found = invoke(operation, Given.arguments(with))
      case answer
      when nil then found
      when Array then Page.new(found, answer.first)
      else answer.read(found)
      end
    end
  end
end
