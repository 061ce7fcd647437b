# frozen_string_literal: true

require "timeout"
require_relative "helper"

# What the Ruby package adds to the scenarios: records, versions, threads, waiting, the life of a handle.
class TestReleases < Minitest::Test
  include Helper

  def setup
    @folder = Dir.mktmpdir
    @releases = ReleaseCore::Releases.open(File.join(@folder, "releases.db"))
  end

  def teardown
    @releases.close
    FileUtils.remove_entry(@folder)
  end

  def test_records
    with_candidate(@releases)
    asked = Time.now
    deployment = @releases.create_deployment("web", "production", "1.4.0-rc1", actor: "ana@acme.dev")
    assert_equal [:pending, 1, "ana@acme.dev", nil], deployment.to_h.values_at(:status, :number, :actor, :url)
    assert_in_delta asked, deployment.created_at, 5
    assert_predicate deployment, :frozen?
    assert_equal deployment, @releases.get_deployment(deployment.id)
    assert_equal 1, { deployment => 1 }[@releases.get_deployment(deployment.id)]
    refute_equal deployment, @releases.update_deployment_status("web", "production", "1.4.0-rc1", :success)
    found = case @releases.live("web", "production")
            in { deployment: { release_candidate_version: version }, in_flight: [] } then version
            end
    assert_equal "1.4.0-rc1", found
    assert_equal @releases.invoke("live", { project: "web", environment: "production" }),
                 JSON.parse(@releases.live("web", "production").to_json)
    assert_raises(ArgumentError) { ReleaseCore::Workflow.new(trigger: "command") }
    assert_raises(ArgumentError) { ReleaseCore::Workflow.new(trigger: "command", connection: "x", nonsense: 1) }
  end

  def test_freezes_and_times
    with_candidate(@releases)
    ends = Time.at(4_102_444_800)
    frozen = @releases.freeze_environment("web", "production", "holidays", until: ends)
    assert_equal ["holidays", ends], [frozen.active_freeze.reason, frozen.active_freeze.until]
    error = refused(:environment_frozen) { @releases.create_deployment("web", "production", "1.4.0-rc1") }
    assert_equal :refused, error.kind
    assert_nil @releases.unfreeze_environment("web", "production").active_freeze
  end

  def test_pages
    names = %w[a b c d e]
    names.each { |name| @releases.create_project(name, "acme/#{name}") }
    found = []
    cursor = nil
    loop do
      page = @releases.list_projects(per_page: 2, cursor: cursor)
      found.concat(page.map(&:name))
      break unless (cursor = page.next)
    end
    assert_equal names, found
  end

  def test_workflows_are_records_or_hashes
    @releases.connect("deploy", kind: "command", program: "true")
    workflow = ReleaseCore::Workflow.new(trigger: "command", connection: "deploy", parameters: { "region" => "eu" })
    @releases.create_project("web", "acme/web")
    @releases.create_environment("web", "production", deploy_workflow: workflow)
    assert_equal workflow, @releases.get_environment("web", "production").deploy_workflow
    staging = @releases.create_environment("web", "staging", deploy_workflow: { trigger: "command", connection: "deploy" })
    assert_equal "deploy", staging.deploy_workflow.connection
    assert_equal "deploy", @releases.update_environment("web", "staging", tier: :staging).deploy_workflow.connection
    assert_nil @releases.update_environment("web", "staging", deploy_workflow: nil).deploy_workflow

    @releases.create_release("web", "1.4.0-rc1", "acme/web", COMMIT)
    deployment = @releases.create_deployment("web", "production", "1.4.0-rc1")
    assert_equal :success, @releases.wait(deployment.id, limit: 30).status
  end

  def test_versions
    texts = %w[1.4.0-rc10 1.4.0-rc2 1.10.0-rc1 1.4.0-alpha-rc1]
    sorted = texts.map { |text| ReleaseCore::CandidateVersion.parse(text) }.sort
    assert_equal %w[1.4.0-alpha-rc1 1.4.0-rc2 1.4.0-rc10 1.10.0-rc1], sorted.map(&:text)
    assert_equal ["1.4.0", 2], [sorted[1].release, sorted[1].number]
    assert_operator ReleaseCore::ReleaseVersion.parse("1.9"), :<, ReleaseCore::ReleaseVersion.parse("1.10")
    assert_equal ReleaseCore::ReleaseVersion.parse("1.9"), ReleaseCore::ReleaseVersion.parse("1.9")
    refute_equal ReleaseCore::ReleaseVersion.parse("1.9"), ReleaseCore::ReleaseVersion.parse("v1.9")
    error = refused(:invalid_release_candidate_version) { ReleaseCore::CandidateVersion.parse("1.4.0-rc01") }
    assert error.context.key?(:position)
    refused(:invalid_request) { ReleaseCore::ReleaseVersion.parse("") }
    refused(:invalid_request) { ReleaseCore::ReleaseVersion.parse("\xff") }
    assert_raises(ArgumentError) { sorted[0] < ReleaseCore::ReleaseVersion.parse("1.9") }
  end

  def test_a_commit_source
    @releases.create_project("web", "acme/web")
    @releases.add_commit_source("acme/web", kind: "data", repositories: { "acme/web" => [COMMIT] })
    assert_equal COMMIT, @releases.create_release("web", "1.4.0-rc1", "acme/web", COMMIT[0, 8]).commit
    refused(:invalid_commit_hash) { @releases.create_release("web", "1.4.0-rc2", "acme/web", "a" * 40) }
  end

  def test_a_worker_takes_up_what_is_due
    @releases.connect("deploy", kind: "command", program: "true")
    with_candidate(@releases)
    @releases.update_environment("web", "production", deploy_workflow: { trigger: "command", connection: "deploy" })
    worker = @releases.start_worker(poll_interval: 0.05)
    refute_predicate worker, :ended?
    later = @releases.create_deployment("web", "production", "1.4.0-rc1", dispatch_later: true)
    assert_equal :success, @releases.wait(later.id, limit: 30).status
    assert_nil worker.last_error
    worker.stop
    worker.stop
    assert_predicate worker, :ended?
    refused(:invalid_request) { @releases.start_worker(poll_interval: "often") }
  end

  def test_waiting_lets_other_threads_go_on_and_can_be_ended
    with_candidate(@releases)
    deployment = @releases.create_deployment("web", "production", "1.4.0-rc1")
    assert_raises(Timeout::Error) { Timeout.timeout(0.2) { @releases.wait(deployment.id, limit: 600) } }
    waiting = Thread.new { @releases.wait(deployment.id, limit: 600) }
    @releases.update_deployment_status("web", "production", "1.4.0-rc1", :failure, error_message: "tests failed")
    assert_equal [:failure, "tests failed"], waiting.value.then { |ended| [ended.status, ended.error_message] }
  end

  def test_many_threads
    with_candidate(@releases)
    threads = Array.new(16) do |i|
      Thread.new { 20.times { |j| @releases.create_project("p-#{i}-#{j}", "acme/p") && @releases.get_project("web") } }
    end
    threads.each(&:join)
    assert_equal 321, @releases.list_projects(per_page: 100).then { |page|
      count = page.count
      count += (page = @releases.list_projects(per_page: 100, cursor: page.next)).count while page.next
      count
    }
  end

  def test_a_closed_handle
    @releases.create_project("web", "acme/web")
    worker = @releases.start_worker
    @releases.close
    @releases.close
    assert_equal :unavailable, refused(:unavailable) { @releases.get_project("web") }.kind
    worker.stop
    again = ReleaseCore::Releases.open(File.join(@folder, "releases.db")) { |releases| releases.get_project("web") }
    assert_equal "web", again.name
  end

  def test_the_child_of_a_fork_is_told
    @releases.list_projects
    child = fork do
      @releases.list_projects
      exit!(1)
    rescue ReleaseCore::Error => e
      exit!(e.code == :unavailable && !e.retryable? ? 0 : 2)
    end
    assert_predicate Process.wait2(child).last, :success?
    assert_empty @releases.list_projects.items
  end

  def test_a_thousand_handles_leave_nothing
    open_and_close = lambda do |i|
      releases = ReleaseCore::Releases.open(File.join(@folder, "many-#{i % 4}.db"))
      releases.list_projects
      releases.close
    end
    50.times(&open_and_close)
    GC.start
    before = measured
    1000.times(&open_and_close)
    GC.start
    after = measured
    puts "a thousand handles: #{before} -> #{after}"
    assert_operator after[:files], :<=, before[:files] + 4
    assert_operator after[:threads], :<=, before[:threads] + 4
    assert_operator after[:kilobytes], :<, before[:kilobytes] + 40_000
  end

  private

  def measured
    status = File.read("/proc/self/status")
    { files: Dir.children("/proc/self/fd").size, threads: status[/^Threads:\s*(\d+)/, 1].to_i,
      kilobytes: status[/^VmRSS:\s*(\d+)/, 1].to_i }
  end
end
