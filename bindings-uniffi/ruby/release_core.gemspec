# frozen_string_literal: true

require_relative "lib/release_core/generated/version"

Gem::Specification.new do |spec|
  spec.name = "release_core"
  spec.version = ReleaseCore::VERSION
  spec.authors = ["The release-core developers"]
  spec.summary = "What was released, where it runs, and how to get back: a release-management engine with a file beside it."
  spec.licenses = ["MIT", "Apache-2.0"]
  spec.required_ruby_version = ">= 3.1"
  spec.metadata["rubygems_mfa_required"] = "true"

  # The native library is put beside the sources by bindings-uniffi/build.sh; a gem is of one platform.
  spec.platform = Gem::Platform::CURRENT
  spec.files = Dir["lib/**/*.{rb,so,dylib}", base: __dir__] + %w[LICENSE-APACHE LICENSE-MIT NOTICE README.md]
  spec.require_paths = ["lib"]
  spec.add_runtime_dependency "ffi", "~> 1.15"
end
