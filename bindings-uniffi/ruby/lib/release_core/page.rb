# frozen_string_literal: true

module ReleaseCore
  # One page of a list.
  class Page
    include Enumerable

    # @return [Array] The items of this page.
    attr_reader :items
    # @return [String, nil] Where the next page begins: hand it to the same list's `cursor`. Nothing on the last page.
    attr_reader :next
    # @return [Integer, nil] How many items there are in all, for lists that know.
    attr_reader :total

    # @private
    def initialize(json, of)
      @items = json["items"].map { |item| of.read(item) }.freeze
      @next = json["next"]
      @total = json["total"]
      freeze
    end

    # Each item of this page.
    def each(&block)
      return enum_for(:each) unless block

      @items.each(&block)
      self
    end

    # The page as the engine writes it.
    def as_json(*)
      { "items" => @items.map(&:as_json), "next" => @next, "total" => @total }
    end

    # The page as a JSON text.
    def to_json(*arguments)
      as_json.to_json(*arguments)
    end
  end
end
