# frozen_string_literal: true

require "minitest/autorun"
require "tmpdir"
require "release_core"

# What several tests need.
module Helper
  COMMIT = "9fceb02d0ae598e95dc970b74767f19372d61af8"
  ROOT = File.expand_path("../../..", __dir__)

  def refused(code, &block)
    error = assert_raises(ReleaseCore::Error, &block)
    assert_equal code, error.code, error.inspect
    error
  end

  # A project with an environment and a candidate.
  def with_candidate(releases)
    releases.create_project("web", "acme/web")
    releases.create_environment("web", "production", tier: :production)
    releases.create_release("web", "1.4.0-rc1", "acme/web", COMMIT)
    releases
  end
end
