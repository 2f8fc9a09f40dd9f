"""The rows of the reviews: assessments with their findings."""

from kreisnetz.reviews.models.assessment import Assessment

__all__ = ["Assessment"]
