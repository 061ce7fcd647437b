# frozen_string_literal: true

module ReleaseCore
  # A version with the engine's one total order: comparable, and equal only where the texts are.
  module Version
    include Comparable

    # @return [String] As it was written.
    attr_reader :text

    # Compares by the engine's order.
    def <=>(other)
      other.instance_of?(self.class) ? sort_key <=> other.sort_key : nil
    end

    def eql?(other)
      other.instance_of?(self.class) && other.text == text
    end

    def hash
      text.hash
    end

    def to_s
      text
    end

    def inspect
      "#<#{self.class} #{text}>"
    end

    protected

    attr_reader :sort_key
  end

  # A release version such as `1.4.0`, `2026.11.23` or `nightly-3`.
  class ReleaseVersion
    include Version

    # @param text [String]
    # @return [ReleaseVersion]
    # @raise [Error] `invalid_request`, with the position.
    def self.parse(text)
      text = Boundary.text(text, :release_version)
      new(Boundary.call { ReleaseFfi.parse_release_version(text) })
    end

    private_class_method :new

    # @private
    def initialize(parsed)
      @text = parsed.text.freeze
      @sort_key = parsed.sort_key.freeze
      freeze
    end
  end

  # A candidate version, `<release-version>-rc<N>`: ordered by release version, then by number.
  class CandidateVersion
    include Version

    # @return [String] The release version.
    attr_reader :release
    # @return [Integer] The number.
    attr_reader :number

    # @param text [String]
    # @return [CandidateVersion]
    # @raise [Error] `invalid_release_candidate_version`, with the position.
    def self.parse(text)
      text = Boundary.text(text, :release_candidate_version)
      new(Boundary.call { ReleaseFfi.parse_candidate_version(text) })
    end

    private_class_method :new

    # @private
    def initialize(parsed)
      @text = parsed.text.freeze
      @sort_key = parsed.sort_key.freeze
      @release = parsed.release.freeze
      @number = parsed.number
      freeze
    end
  end
end
