"""The public pages' addresses, assembled from one list per matter. Private links come first, so that no other pattern sees them."""

from kreisnetz.web import urls_events, urls_network_map, urls_networks, urls_own_entry, urls_pages, urls_registration

app_name = "web"
urlpatterns = [
    *urls_registration.urlpatterns,
    *urls_own_entry.urlpatterns,
    *urls_events.urlpatterns,
    *urls_network_map.urlpatterns,
    *urls_networks.urlpatterns,
    *urls_pages.urlpatterns,
]
# Files and machines' pages that have no language in their address.
unprefixed = [*getattr(urls_events, "unprefixed", []), *urls_pages.unprefixed]
