# frozen_string_literal: true

require_relative "helper"

# Whatever is handed in, the answer is an exception of Ruby's with the engine's code, and the process goes on.
class TestErrors < Minitest::Test
  include Helper

  def setup
    @releases = ReleaseCore::Releases.in_memory
  end

  def teardown
    @releases.close
  end

  def test_the_table_is_the_engines
    rows = JSON.parse(File.read(File.join(ROOT, "interface/errors.json")))["errors"]
    found = ReleaseCore::Error.table.map do |row|
      { "code" => row.code.to_s, "http_status" => row.http_status, "kind" => row.kind.to_s,
        "retryable" => row.retryable, "wire_text" => row.wire_text }
    end
    assert_equal rows, found
  end

  def test_an_error_says_what_was_wrong_where_and_what_was_expected
    error = refused(:invalid_release_candidate_version) { @releases.create_release("web", "1.4.0", "acme/web", COMMIT) }
    assert_kind_of StandardError, error
    assert_equal [:invalid_input, false], [error.kind, error.retryable?]
    assert_equal "1.4.0", error.context[:found]
    assert_equal "create_release", error.context[:operation]
    assert_includes error.inspect, "invalid_release_candidate_version"
    assert_nil error.cause
    assert_equal :not_found, refused(:project_not_found) { @releases.get_project("web") }.kind
  end

  def test_values_of_another_type_are_refused_by_the_engine
    [7, 7.5, true, [], {}, ["web"], 2**70].each do |value|
      error = refused(:invalid_request) { @releases.get_project(value) }
      assert_equal "project", error.context[:field]
    end
    refused(:invalid_request) { @releases.list_projects(per_page: "many") }
    refused(:invalid_request) { @releases.list_projects(per_page: -1) }
    refused(:invalid_request) { @releases.get_project(nil) }
    refused(:invalid_request) { @releases.create_environment("web", "production", deploy_workflow: { nonsense: 1 }) }
    refused(:invalid_name) { @releases.get_project("a\0b") }
    refused(:invalid_name) { @releases.get_project("x" * 1_000_000) }
    assert_raises(ArgumentError) { @releases.get_project }
    assert_raises(ArgumentError) { @releases.get_project("web", nonsense: 1) }
  end

  def test_what_is_no_json_is_refused
    circle = {}
    circle[:self] = circle
    [Float::NAN, Float::INFINITY, "\xff", "\xff".b, circle].each do |value|
      refused(:invalid_request) { @releases.get_project(value) }
    end
    deep = (1..200).reduce("x") { |inner, _| [inner] }
    workflow = { trigger: "command", connection: "deploy", settings: { deep: deep } }
    refused(:invalid_request) { @releases.create_project("web", "acme/web", build_workflow: workflow) }
    refused(:invalid_request) { @releases.wait(COMMIT, limit: Float::NAN) }
    refused(:invalid_request) { @releases.wait(COMMIT, limit: -1) }
    refused(:invalid_request) { @releases.invoke("no_such_operation") }
    refused(:invalid_request) { @releases.invoke("get_project", [1]) }
    refused(:invalid_request) { @releases.invoke("get_project", "web") }
    refused(:invalid_request) { @releases.invoke("get_project", { project: "web", more: 1 }) }
    refused(:invalid_request) { @releases.invoke("\xff") }
    assert_empty @releases.list_projects.items
  end

  def test_bodies_are_bytes
    @releases.connect("hooks", kind: "webhook", url: "https://ci.example.org/start", key: "k" * 32)
    refused(:invalid_request) { @releases.apply_webhook("hooks", {}, "\xff".b) }
    refused(:invalid_signature) { @releases.apply_webhook("hooks", { "Release-Signature" => "x" }, "{}".b) }
    refused(:payload_too_large) { @releases.apply_webhook("hooks", {}, "x" * 30_000_000) }
  end

  def test_opening
    refused(:invalid_request) { ReleaseCore::Releases.open("") }
    refused(:invalid_request) { ReleaseCore::Releases.open("a\0b") }
    refused(:invalid_request) { ReleaseCore::Releases.open("\xff") }
    refused(:invalid_request) { ReleaseCore::Releases.open("redis://x") }
    refused(:invalid_request) { ReleaseCore::Releases.open("memory:", dispatch_wait: -1) }
    refused(:invalid_request) { ReleaseCore::Releases.open("memory:", dispatch_wait: "long") }
    Dir.mktmpdir do |folder|
      path = File.join(folder, "text.db")
      File.write(path, "no database, but long enough to look at: #{'x' * 4096}")
      refused(:not_a_database) { ReleaseCore::Releases.open(path) }
      assert_raises(ReleaseCore::Error) { ReleaseCore::Releases.open(File.join(folder, "none", "x.db")) }
    end
    assert_raises(NoMethodError) { ReleaseCore::Releases.new }
  end

  def test_secrets_are_in_no_error
    error = refused(:invalid_request) { @releases.connect("github", kind: "github", token: "ghp_secret", nonsense: 1) }
    refute_includes error.full_message + error.inspect, "ghp_secret"
    error = refused(:invalid_request) { @releases.connect("github", kind: "github", token: ["ghp_secret"]) }
    refute_includes error.full_message + error.inspect, "ghp_secret"
    refused(:invalid_name) { @releases.connect("", kind: "command", program: "true") }
    error = refused(:invalid_request) { @releases.add_commit_source("acme/web", kind: "nonsense") }
    assert_includes error.cause.message, "nonsense"
    refused(:invalid_repository) { @releases.add_commit_source("acme", kind: "data", repositories: {}) }
    refute_includes @releases.inspect, "native"
  end
end
