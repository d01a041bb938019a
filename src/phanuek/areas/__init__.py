"""Areas: provinces, districts and subdistricts, with the codes the country gives them."""
