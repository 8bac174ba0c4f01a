"""How results are told: what the audience may see. Pure values, no Qt, no clocks."""
